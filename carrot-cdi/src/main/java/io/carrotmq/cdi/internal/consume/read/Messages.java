package io.carrotmq.cdi.internal.consume.read;

import io.carrotmq.BrokerInfo;
import io.carrotmq.Capability;
import io.carrotmq.CodecException;
import io.carrotmq.ConfigurationException;
import io.carrotmq.TopologyException;
import io.carrotmq.cdi.internal.consume.plan.ConsumerPlan;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;

/** Every error text about reading methods that consume, by number. */
final class Messages {
    private static final String UNFIT_HEADER = "CARROT-0373";

    private Messages() {}

    static ConfigurationException noQueue(String method) {
        return problem(
                "CARROT-0350",
                method,
                "@Consume names no queue; write @Consume(\"name\") for one that exists, queue = @QueueDef(\"name\") to"
                        + " declare it, or queue = @QueueDef(exclusive = true) for one the broker names");
    }

    static ConfigurationException twoQueues(String method, String value, String declared) {
        return problem(
                "CARROT-0351",
                method,
                "@Consume names two queues: value is '" + value + "' and queue declares '" + declared
                        + "'; keep one name");
    }

    static ConfigurationException malformed(String where, String member, String value, String why, String remedy) {
        return problem("CARROT-0352", where, member + " \"" + shown(value) + "\" " + why + "; " + remedy);
    }

    static ConfigurationException noDuration(String where, String member, String value) {
        return problem(
                "CARROT-0353",
                where,
                member + " \"" + shown(value)
                        + "\" is no duration; write a number with its unit, 500ms, 30s, 5m, 1h or 2d, or ISO 8601 such as"
                        + " PT1M30S");
    }

    static ConfigurationException outOfRange(String where, String member, String value, String least, String most) {
        return problem(
                "CARROT-0354",
                where,
                member + " is " + value + ", outside " + least + " to " + most + "; choose a value in that range");
    }

    static ConfigurationException refused(String where, String what, ConfigurationException cause) {
        return new ConfigurationException(
                "CARROT-0355", "[" + where + "] " + what + " cannot be as it is written (see the cause)", cause);
    }

    static ConfigurationException contradiction(String where, String what, String remedy) {
        return problem("CARROT-0356", where, what + "; " + remedy);
    }

    static ConfigurationException withoutConsume(String method, Collection<String> annotations) {
        return problem(
                "CARROT-0357",
                method,
                String.join(", ", annotations)
                        + " without @Consume means nothing; add @Consume, or remove it. A method that overrides a @Consume"
                        + " method has none unless it is written there again");
    }

    static ConfigurationException sameId(String id, Collection<String> methods) {
        return problem(
                "CARROT-0358",
                String.join(", ", methods),
                methods.size() + " consumers have the name '" + id
                        + "', which must be unique in the application; give each an id: @Consume(id = \"…\")");
    }

    static ConfigurationException notCallable(String method, String modifiers) {
        return problem(
                "CARROT-0359",
                method,
                "a @Consume method is " + modifiers
                        + ", so it cannot be called on a bean with interceptors; make it package-private, protected or"
                        + " public, and neither static nor final");
    }

    static ConfigurationException severalBodies(String method, Collection<String> parameters) {
        return problem(
                "CARROT-0360",
                method,
                "the body is ambiguous, " + parameters.size() + " parameters want it: "
                        + String.join(", ", parameters)
                        + "; keep one body and one Delivery of the same type, and annotate headers with @Header");
    }

    static ConfigurationException openType(String where, Type type) {
        return problem(
                "CARROT-0361",
                where,
                "the type '" + type.getTypeName()
                        + "' is raw, or has a wildcard or type variable, so no codec can be chosen; write the type out");
    }

    static ConfigurationException noParameterType(String where, Type type, String remedy) {
        return problem(
                "CARROT-0362", where, "a parameter of type '" + type.getTypeName() + "' means nothing here; " + remedy);
    }

    static ConfigurationException meaningless(String where, String annotation, String remedy) {
        return problem("CARROT-0363", where, annotation + " has no meaning here; " + remedy);
    }

    static ConfigurationException headerType(String where, Type type, String remedy) {
        return problem("CARROT-0364", where, "a @Header cannot be read as '" + type.getTypeName() + "'; " + remedy);
    }

    static ConfigurationException returnType(String method, Type type, String remedy) {
        return problem("CARROT-0366", method, "the return type '" + type.getTypeName() + "' " + remedy);
    }

    static ConfigurationException batchShape(String method, String found) {
        return problem(
                "CARROT-0368",
                method,
                "a @Batch method has one parameter, a List<Body> or a List<Delivery<Body>>, and this one has " + found
                        + "; change it, or remove @Batch");
    }

    static ConfigurationException orderBy(String method, String value, String why) {
        return problem(
                "CARROT-0369",
                method,
                "@Consume.orderBy \"" + shown(value) + "\" " + why
                        + "; write routingKey, header:name or body:property, or leave it away");
    }

    static ConfigurationException noProperty(String method, String property, Type body, Collection<String> known) {
        return problem(
                "CARROT-0370",
                method,
                "@Consume.orderBy names '" + property + "', and '" + body.getTypeName()
                        + "' has no such record component, public getter or public field; it has " + known
                        + ", choose one of them");
    }

    static ConfigurationException neverCalled(String where, String why, String remedy) {
        return problem("CARROT-0371", where, "a @Consume method would never be called: " + why + "; " + remedy);
    }

    static ConfigurationException notAccessible(String method, Exception cause) {
        return new ConfigurationException(
                "CARROT-0372",
                "[" + method
                        + "] the method cannot be called (see the cause); open its package in the module's declaration",
                cause);
    }

    /** A header that cannot be what the method wants; the value may be anything, and stays out of logs. */
    static CodecException unfitHeader(String method, String header, Object value, Type type, Exception cause) {
        return new CodecException(
                UNFIT_HEADER,
                "[" + method + "] header '" + header + "' holds a "
                        + value.getClass().getSimpleName()
                        + " which is no " + type.getTypeName()
                        + " without loss; correct the sender, or take the header as Object",
                cause);
    }

    static boolean isUnfitHeader(Throwable thrown) {
        return thrown instanceof CodecException unfit && unfit.code().equals(UNFIT_HEADER);
    }

    static ConfigurationException transactionType(String method, String type) {
        return problem(
                "CARROT-0374",
                method,
                "@Transactional(" + type
                        + ") wants a transaction that the caller has begun, and there is none before a delivery; use REQUIRED");
    }

    static ConfigurationException notThere(ConsumerPlan plan, BrokerInfo broker, TopologyException missing) {
        return new ConfigurationException(
                "CARROT-0393",
                "[" + plan.method() + "] what it consumes from is to be verified, and " + shown(broker)
                        + " does not have all of it (see the cause); create it, correct the name, or let it be declared with"
                        + " declare = DECLARE",
                missing);
    }

    static ConfigurationException brokerCannot(
            ConsumerPlan plan, String feature, Capability capability, BrokerInfo broker) {
        return problem(
                "CARROT-0394",
                plan.method(),
                "it asks for " + feature + ", and " + shown(broker) + " does not have " + capability.description()
                        + "; leave that away, or use a broker that has it");
    }

    static ConfigurationException declaredOtherwise(ConsumerPlan plan, TopologyException different) {
        return new ConfigurationException(
                "CARROT-0395",
                "[" + plan.method() + "] its queue exists with other properties (see the cause): "
                        + different.difference().map(Object::toString).orElse("")
                        + "; make @QueueDef equal to what exists, delete that, or consume with declare = VERIFY or NONE",
                different);
    }

    static String notAsked(String broker, String why) {
        return "CARROT-0396" + " whether consumers will find what they need was not asked of " + broker + ": " + why
                + "; they find out when they start";
    }

    private static String shown(BrokerInfo broker) {
        return (broker.product() + " " + broker.version()).trim() + " at " + broker.address();
    }

    /** What somebody has written, as far as it fits a line. */
    static String shown(String value) {
        String line = value.codePoints()
                .map(point -> Character.isISOControl(point) ? '?' : point)
                .limit(100)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return line.length() < value.length() ? line + "..." : line;
    }

    static String shown(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        if (duration.toMillis() % 1_000 != 0) {
            return duration.toMillis() + "ms";
        }
        return duration.toSeconds() % 86_400 == 0
                ? duration.toDays() + "d"
                : duration.toSeconds() % 3_600 == 0 ? duration.toHours() + "h" : duration.toSeconds() + "s";
    }

    private static ConfigurationException problem(String code, String who, String text) {
        return new ConfigurationException(code, "[" + who + "] " + text, null);
    }
}
