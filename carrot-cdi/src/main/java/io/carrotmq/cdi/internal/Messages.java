package io.carrotmq.cdi.internal;

import io.carrotmq.ConfigurationException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Every error text of the CDI extension, by number. */
final class Messages {
    private Messages() {}

    static ConfigurationException publisherWithoutPlace(String point) {
        return problem(
                "CARROT-0301",
                point,
                "a Publisher is injected without a place to send to; add @Exchange(\"name\"), @RoutingKey(\"key\") or"
                        + " both");
    }

    static ConfigurationException consumerWithoutQueue(String point) {
        return problem(
                "CARROT-0302",
                point,
                "a Consumer is injected without a queue to take messages from; add @Queue(\"name\")");
    }

    static ConfigurationException rawType(String point, Kind kind) {
        return problem(
                "CARROT-0303",
                point,
                "the raw type " + kind.label() + " does not say what the bodies are; write " + kind.label()
                        + "<Type>, for instance " + kind.label() + "<byte[]>");
    }

    static ConfigurationException unresolvedType(String point, Kind kind, Type body) {
        return problem(
                "CARROT-0304",
                point,
                "the body type '" + body.getTypeName() + "' of the " + kind.label()
                        + " has a wildcard or type variable, so no codec can be chosen; write the type out");
    }

    static ConfigurationException blankQueue(String point, String queue) {
        return problem("CARROT-0305", point, "@Queue(\"" + queue + "\") is blank; write the queue's name");
    }

    static ConfigurationException severalEncodings(String point, Collection<String> encodings) {
        return problem(
                "CARROT-0306",
                point,
                encodings.size() + " encoder qualifiers are given, at most 1 is possible: "
                        + String.join(", ", encodings) + "; keep one of them");
    }

    static ConfigurationException malformedMediaType(
            String point, Class<? extends Annotation> annotation, String mediaType) {
        return problem(
                "CARROT-0307",
                point,
                "@Encoding(\"" + mediaType + "\") on @" + annotation.getName()
                        + " is no media type; write type and subtype without parameters, such as text/csv");
    }

    static ConfigurationException encodingIsNoQualifier(String point, Class<? extends Annotation> annotation) {
        return problem(
                "CARROT-0308",
                point,
                "@" + annotation.getName() + " has an @Encoding and is no qualifier, so CDI does not pass it on; add"
                        + " @Qualifier to its declaration, and RUNTIME retention");
    }

    static ConfigurationException misplaced(String point, Class<? extends Annotation> annotation, Kind kind) {
        return problem(
                "CARROT-0309",
                point,
                "@" + annotation.getSimpleName() + " has no meaning on a " + kind.label() + "; remove it, a "
                        + kind.label() + " takes " + kind.placeLabel() + " and one encoder qualifier");
    }

    static ConfigurationException foreignQualifier(String point, Class<? extends Annotation> annotation, Kind kind) {
        return problem(
                "CARROT-0310",
                point,
                "qualifier @" + annotation.getName() + " is not one that Carrot makes a " + kind.label()
                        + " for; remove it, or give it an @Encoding, or write a producer with a qualifier of its own");
    }

    static ConfigurationException noCodec(String point, Kind kind, ConfigurationException cause) {
        return new ConfigurationException(
                "CARROT-0311",
                "[" + point + "] the " + kind.label()
                        + " has no codec (see the cause); choose an encoder qualifier that fits its type: @Json for"
                        + " any, @Text for String, @Bytes for byte[], or one of your own",
                cause);
    }

    static ConfigurationException codecsBroken(String point, Throwable cause) {
        return new ConfigurationException(
                "CARROT-0312",
                "[" + point + "] the application's codec providers cannot be loaded (see the cause); look at its"
                        + " META-INF/services/io.carrotmq.codec.CodecProvider",
                cause);
    }

    static ConfigurationException noConnectionFactory(Map<String, String> tried, List<? extends Exception> failures) {
        return problem(
                "CARROT-0313",
                "connection factory",
                "JNDI has none under " + tried.size() + " names: " + list(tried)
                        + "; give the connection factory one of these names, or name it in system property "
                        + Settings.FACTORY_PROPERTY + " or environment variable " + Settings.FACTORY_VARIABLE
                        + ", or write a producer of io.carrotmq.ConnectionFactory; where there is JNDI none is opened for "
                        + Settings.URI_PROPERTY + " or " + Settings.URI_VARIABLE,
                failures);
    }

    static ConfigurationException configuredFactoryMissing(
            String setting, Map<String, String> tried, List<? extends Exception> failures) {
        return problem(
                "CARROT-0314",
                "connection factory",
                setting + " names a connection factory that JNDI does not have: " + list(tried)
                        + "; correct the name or remove the setting",
                failures);
    }

    static ConfigurationException severalConnectionFactories(Collection<String> beans, Exception cause) {
        return new ConfigurationException(
                "CARROT-0315",
                "[connection factory] " + beans.size() + " beans of the application are ConnectionFactory @Default: "
                        + beans + "; keep one, or give the others a qualifier",
                cause);
    }

    static ConfigurationException applicationEnded() {
        return problem(
                "CARROT-0316",
                "connection factory",
                "the application has ended and its connection factory with it; stop publishers and consumers before");
    }

    private static String list(Map<String, String> tried) {
        return tried.entrySet().stream()
                .map(entry -> "'" + entry.getKey() + "' (" + entry.getValue() + ")")
                .collect(Collectors.joining(", "));
    }

    private static ConfigurationException problem(String code, String who, String text) {
        return new ConfigurationException(code, "[" + who + "] " + text, null);
    }

    /** The first failure becomes the cause, the others are suppressed. */
    private static ConfigurationException problem(
            String code, String who, String text, List<? extends Exception> failures) {
        var problem =
                new ConfigurationException(code, "[" + who + "] " + text, failures.isEmpty() ? null : failures.get(0));
        failures.stream().skip(1).forEach(problem::addSuppressed);
        return problem;
    }
}
