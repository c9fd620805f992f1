package io.carrotmq.config;

import io.carrotmq.ConfigurationException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Every error text about settings, by number. */
final class Messages {
    private Messages() {}

    static ConfigurationException wrongSettings(String who, List<Violations.Violation> found) {
        return new ConfigurationException(
                "CARROT-0100",
                "[" + who + "] " + found.size() + (found.size() == 1 ? " setting is" : " settings are") + " wrong: "
                        + found.stream().map(Violations.Violation::text).collect(Collectors.joining("; ")),
                null);
    }

    static String outOfRange(String property, String value, String min, String max) {
        return "CARROT-0101 " + property + " is " + value + ", outside " + min + " to " + max
                + "; set a value in that range";
    }

    static String noNumber(String property, String value, String min, String max) {
        return "CARROT-0139 " + property + " is '" + value + "', which is no number; write one from " + min + " to "
                + max;
    }

    static String unknownWord(String property, String value, Class<? extends Enum<?>> type) {
        String allowed =
                Arrays.stream(type.getEnumConstants()).map(Violations::word).collect(Collectors.joining(", "));
        return "CARROT-0102 " + property + " is '" + value + "'; set one of " + allowed;
    }

    static String malformedUri(String value, String why) {
        return "CARROT-0103 connectionUri '" + value + "' is malformed (" + why
                + "); write amqp://host:port/virtualHost, stomp://host:port/virtualHost (amqps and stomp+ssl with TLS), "
                + "failover:(stomp://host:port,stomp://host:port) or memory:name";
    }

    static String unknownScheme(String value, String scheme) {
        return "CARROT-0104 connectionUri '" + value + "' has the unknown scheme '" + scheme
                + "'; set one of amqp, amqps, stomp, stomp+ssl, failover, memory";
    }

    static String cannotBeListed(String value, BrokerAddress broker) {
        return "CARROT-0143 connectionUri '" + value + "' lists " + broker + " with the scheme '"
                + broker.protocol().scheme() + "'; list brokers with stomp and stomp+ssl only";
    }

    static String brokersDiffer(String value, String what) {
        return "CARROT-0144 connectionUri '" + value + "' names more than one " + what
                + "; name one, for all of its brokers";
    }

    static String notForTheAdapter(String value, String option) {
        return "CARROT-0145 connectionUri '" + value + "' has the option " + option
                + ", but an attempt to connect tries each broker once and without a pause; leave the option away, and set "
                + "pauses where attempts are repeated, such as reconnectDelayMillis and reconnectMaxDelayMillis of an "
                + "activation specification";
    }

    static String unfitOption(String value, String option) {
        return "CARROT-0146 connectionUri '" + value + "' has the option " + option
                + " that cannot be understood; the options are randomize and priorityBackup, each true or false, with , "
                + "or & between them";
    }

    static String wrongMemoryName(String value) {
        return "CARROT-0171 connectionUri '" + value
                + "' names no broker in memory; write memory: and a name of letters, digits, '-', '_' and '.'";
    }

    static String missing(String property, String why) {
        return "CARROT-0105 " + property + " is missing; " + why;
    }

    static String malformedArgument(String property, String entry) {
        return "CARROT-0106 " + property + " has the entry '" + entry
                + "' that is no name=value; write name=value pairs separated by semicolons";
    }

    static String unknownProperty(String name, String nearest, List<String> known) {
        return "CARROT-0190 '" + name + "' is no property; "
                + (nearest != null ? "did you mean " + nearest + "?" : "known are " + String.join(", ", known));
    }

    static String noWholeNumber(String property, String value, Class<?> type) {
        return "CARROT-0191 " + property + " is '" + value + "', which does not fit its type " + type.getSimpleName()
                + "; write a whole number";
    }

    static String noValue(String property) {
        return "CARROT-0192 " + property + " has no value; give it one, or leave it away";
    }

    static String givenTwice(String property, String elsewhere) {
        return "CARROT-0193 " + property + " is given twice, as " + elsewhere
                + " and as a property; leave the property away";
    }

    static String needs(String property, String value, String remedy) {
        return "CARROT-0107 " + property + " is '" + value + "'; " + remedy;
    }
}
