package io.carrotmq.cdi.internal.config;

import io.carrotmq.ConfigurationException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Optional;

/** Every error text about settings, by number. */
final class Messages {
    private Messages() {}

    static ConfigurationException unfitValue(String name, Settings.Setting setting, Method member, String expected) {
        return problem(
                "CARROT-0317",
                name,
                setting.origin() + " is '" + setting.value() + "', which @"
                        + member.getDeclaringClass().getSimpleName() + "." + member.getName()
                        + " cannot be; expected " + expected + "; correct or remove the setting");
    }

    static ConfigurationException missingMember(String prefix, Class<? extends Annotation> type, String name) {
        return problem(
                "CARROT-0318",
                prefix,
                "a further @" + type.getSimpleName() + " is set without what it must have; set " + name + " as well");
    }

    static ConfigurationException unknownName(String name, Optional<String> nearest) {
        return problem(
                "CARROT-0319",
                name,
                "there is no setting of this name" + hint(nearest)
                        + "; correct or remove it, nothing is set by it (all names are in docs/configuration.md)");
    }

    static ConfigurationException foreignName(String name, Optional<String> nearest) {
        return problem("CARROT-0320", name, foreign(nearest) + "; correct or remove it, nothing is set by it");
    }

    /** What is logged of it, where it may be meant for another application. */
    static String foreignNameLine(String name, Optional<String> nearest) {
        return "[" + name + "] " + foreign(nearest) + "; it changes nothing here, and is right if another application"
                + " of this server is meant";
    }

    private static String foreign(Optional<String> nearest) {
        return "the application has nothing that this setting could be for" + hint(nearest);
    }

    private static String hint(Optional<String> nearest) {
        return nearest.map(name -> "; the nearest that there is: " + name).orElse("");
    }

    static ConfigurationException unreadable(String name, String why, RuntimeException cause) {
        return new ConfigurationException(
                "CARROT-0328",
                "[" + name + "] MicroProfile Config cannot tell its value: " + why
                        + "; correct the value, or what it refers to",
                cause);
    }

    private static ConfigurationException problem(String code, String who, String text) {
        return new ConfigurationException(code, "[" + who + "] " + text, null);
    }
}
