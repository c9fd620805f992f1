package io.carrotmq.cdi.internal.client;

import io.carrotmq.Properties;
import io.carrotmq.cdi.CorrelationId;
import io.carrotmq.cdi.Header;
import io.carrotmq.cdi.Key;
import io.carrotmq.cdi.MessageId;
import io.carrotmq.cdi.Priority;
import io.carrotmq.cdi.Ttl;
import io.carrotmq.cdi.internal.type.TypeVariables;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What a parameter's value is sent as, if it is not the body. */
enum Role {
    KEY(Key.class, Role::isText, Role.TEXT, (to, name, value) -> {}),
    HEADER(
            Header.class,
            HeaderTypes::fit,
            HeaderTypes.LABEL,
            (to, name, value) -> to.header(name, value instanceof CharSequence text ? text.toString() : value)),
    TTL(
            Ttl.class,
            type -> type == Duration.class,
            "a java.time.Duration",
            (to, name, value) -> to.expiration((Duration) value)),
    PRIORITY(
            Priority.class,
            type -> type == int.class || type == Integer.class,
            "an int or Integer",
            (to, name, value) -> to.priority((Integer) value)),
    MESSAGE_ID(MessageId.class, Role::isText, Role.TEXT, (to, name, value) -> to.messageId(text(value))),
    CORRELATION_ID(CorrelationId.class, Role::isText, Role.TEXT, (to, name, value) -> to.correlationId(text(value)));

    private static final String TEXT = "a String, or a single value whose text it is";

    private final Class<? extends Annotation> annotation;
    private final Predicate<Type> fit;
    private final String expected;
    private final Setter setter;

    Role(Class<? extends Annotation> annotation, Predicate<Type> fit, String expected, Setter setter) {
        this.annotation = annotation;
        this.fit = fit;
        this.expected = expected;
        this.setter = setter;
    }

    /** Puts a value into a message's properties. */
    private interface Setter {
        void set(Properties.Builder to, String name, Object value);
    }

    static Optional<Role> of(Annotation annotation) {
        return Arrays.stream(values())
                .filter(role -> role.annotation == annotation.annotationType())
                .findFirst();
    }

    static Set<Class<? extends Annotation>> annotations() {
        return Arrays.stream(values()).map(role -> role.annotation).collect(Collectors.toUnmodifiableSet());
    }

    /** The name that the annotation gives; empty if it needs none. */
    static String name(Annotation annotation) {
        if (annotation instanceof Key key) {
            return key.value();
        }
        return annotation instanceof Header header ? header.value() : "";
    }

    boolean isNamed() {
        return this == KEY || this == HEADER;
    }

    String label(String name) {
        return "@" + annotation.getSimpleName() + (isNamed() ? "(\"" + name + "\")" : "");
    }

    boolean fits(Type type) {
        return fit.test(type);
    }

    String expected() {
        return expected;
    }

    void set(Properties.Builder to, String name, Object value) {
        setter.set(to, name, value);
    }

    /** The text of an array, a container or an Optional is never what was meant. */
    private static boolean isText(Type type) {
        Class<?> raw = TypeVariables.raw(type);
        return !raw.isArray()
                && !Collection.class.isAssignableFrom(raw)
                && !Map.class.isAssignableFrom(raw)
                && !Optional.class.isAssignableFrom(raw);
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }
}
