package io.carrotmq.cdi.internal.injection;

import io.carrotmq.ConfigurationException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/** Every error text about injection points, by number. */
final class Messages {
    private Messages() {}

    static ConfigurationException noPlaceToSendTo(String point, Kind kind) {
        return problem(
                "CARROT-0301",
                point,
                "a " + kind.label() + " is injected without a place to send to; add @Exchange(\"name\"),"
                        + " @RoutingKey(\"key\") or both");
    }

    static ConfigurationException noQueue(String point, Kind kind) {
        return problem(
                "CARROT-0302",
                point,
                "a " + kind.label() + " is injected without a queue to take messages from; add @Queue(\"name\")");
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

    static ConfigurationException misplaced(String point, Class<? extends Annotation> annotation, Kind kind) {
        return problem(
                "CARROT-0309",
                point,
                "@" + annotation.getSimpleName() + " has no meaning on a " + kind.label() + "; remove it, a "
                        + kind.label() + " takes " + kind.placeLabel());
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

    static ConfigurationException transactionModeOfNoSender(String point, String what) {
        return problem(
                "CARROT-0324",
                point,
                "@TxMode has no meaning on a " + what
                        + ", through which Carrot sends nothing; remove it, it belongs on an"
                        + " injected Publisher or Messaging that Carrot makes, a @CarrotClient or one of its methods");
    }

    static ConfigurationException noInjectionPoint(Kind kind) {
        return problem(
                "CARROT-0325",
                kind.label(),
                "it is looked up without an injection point, so there is nothing that says what it is for; use"
                        + " Instance.select with qualifiers, or inject it");
    }

    private static ConfigurationException problem(String code, String who, String text) {
        return new ConfigurationException(code, "[" + who + "] " + text, null);
    }
}
