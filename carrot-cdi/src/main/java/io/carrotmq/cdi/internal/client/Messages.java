package io.carrotmq.cdi.internal.client;

import io.carrotmq.ConfigurationException;
import io.carrotmq.PublishException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/** Every error text about declarative publishers and sub-classes, by number. */
final class Messages {
    private Messages() {}

    static ConfigurationException malformedTemplate(String point, KeyTemplate template) {
        return problem(
                "CARROT-0335",
                point,
                "@RoutingKey(\"" + template.text() + "\") is no template: " + template.defect()
                        + "; write each name in braces, such as importer.{region}");
    }

    static ConfigurationException nameWithoutKey(String point, KeyTemplate template, String name) {
        return problem(
                "CARROT-0336",
                point,
                "@RoutingKey(\"" + template.text() + "\") has {" + name + "}, and no parameter is @Key(\"" + name
                        + "\"); add one, or correct the name");
    }

    static ConfigurationException keyWithoutName(String point, String name, KeyTemplate template) {
        return problem(
                "CARROT-0337",
                point,
                "@Key(\"" + name + "\") has no place in @RoutingKey(\"" + template.text() + "\"); write {" + name
                        + "} there, or remove the parameter");
    }

    static ConfigurationException bodies(String point, int count) {
        return problem(
                "CARROT-0338",
                point,
                count
                        + " parameters are the body, exactly 1 has to be; it is the one without annotation, each other one"
                        + " needs @Key, @Header, @Ttl, @Priority, @MessageId or @CorrelationId");
    }

    static ConfigurationException unfitReturn(String point, Type returned) {
        return problem(
                "CARROT-0340",
                point,
                "it returns " + returned.getTypeName() + ", which Carrot has not; write void, Receipt,"
                        + " CompletionStage<Receipt> or CompletableFuture<Receipt>");
    }

    static ConfigurationException unconfirmedResult(String point, Type returned) {
        return problem(
                "CARROT-0341",
                point,
                "it is @Unconfirmed and returns " + returned.getTypeName()
                        + ", though nobody hears of an unconfirmed message; return void, or remove @Unconfirmed");
    }

    static ConfigurationException unfitParameter(String point, String label, Type type, String expected) {
        return problem("CARROT-0342", point, label + " is a " + type.getTypeName() + "; make it " + expected);
    }

    static ConfigurationException unfitHeader(String point, String label, Type type) {
        return problem(
                "CARROT-0343",
                point,
                label + " is a " + type.getTypeName() + ", which a header cannot carry; pass its text, or make it "
                        + HeaderTypes.LABEL);
    }

    static ConfigurationException twice(String point, String label, int first) {
        return problem(
                "CARROT-0344",
                point,
                label + " is parameter " + (first + 1) + " as well, and a message has one; remove one of them");
    }

    static ConfigurationException noPlaceInClient(String point) {
        return noPlace(
                point,
                "there is no place to send to; add @RoutingKey(\"key\"), which without exchange is a queue's name, or"
                        + " @CarrotClient(exchange = \"name\")");
    }

    static ConfigurationException noPlaceInPublisher(String point) {
        return noPlace(
                point, "the publisher has no place to send to; add @Exchange(\"name\"), @RoutingKey(\"key\") or both");
    }

    static ConfigurationException noQueue(String point) {
        return noPlace(point, "the consumer has no queue to take messages from; add @Queue(\"name\")");
    }

    private static ConfigurationException noPlace(String point, String text) {
        return problem("CARROT-0345", point, text);
    }

    static ConfigurationException unresolvedBody(String point, Type body) {
        return problem(
                "CARROT-0346",
                point,
                "the body type '" + body.getTypeName()
                        + "' has a wildcard or type variable, so no codec can be chosen; write the type out, here or"
                        + " where the generic type is extended");
    }

    static ConfigurationException misplaced(String point, Class<? extends Annotation> annotation, String remedy) {
        return problem(
                "CARROT-0347", point, "@" + annotation.getSimpleName() + " has no meaning here; remove it, " + remedy);
    }

    static ConfigurationException blank(String point, String what) {
        return problem("CARROT-0348", point, what + " is blank; write the name");
    }

    static PublishException nullKey(String point, String name, String template) {
        return new PublishException(
                "CARROT-0349",
                "[" + point + "] nothing was sent: @Key(\"" + name + "\") is null, and routing key \"" + template
                        + "\" needs it; pass a value",
                false,
                null);
    }

    private static ConfigurationException problem(String code, String who, String text) {
        return new ConfigurationException(code, "[" + who + "] " + text, null);
    }
}
