package io.carrotmq.cdi.internal.consume;

import io.carrotmq.BrokerInfo;
import io.carrotmq.Capability;
import io.carrotmq.CodecException;
import io.carrotmq.ConfigurationException;
import io.carrotmq.ConsumeException;
import io.carrotmq.Delivery;
import io.carrotmq.Envelope;
import io.carrotmq.MessageStateException;
import io.carrotmq.TopologyException;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;

/** Every error text about methods that consume, by number. */
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

    static ConfigurationException noDecoder(String method, Type body, ConfigurationException cause) {
        return new ConfigurationException(
                "CARROT-0365",
                "[" + method + "] no codec decodes the body '" + body.getTypeName()
                        + "' (see the cause); choose an encoder qualifier that fits the type: @Json for any, @Text for"
                        + " String, @Bytes for byte[], or one of your own",
                cause);
    }

    static ConfigurationException returnType(String method, Type type, String remedy) {
        return problem("CARROT-0366", method, "the return type '" + type.getTypeName() + "' " + remedy);
    }

    static ConfigurationException noEncoder(String method, Type reply, ConfigurationException cause) {
        return new ConfigurationException(
                "CARROT-0367",
                "[" + method + "] no codec encodes the reply '" + reply.getTypeName()
                        + "' (see the cause); choose an encoder qualifier for the method that fits the type, or return void",
                cause);
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

    // Running them

    static ConfigurationException noTransactions(ConsumerPlan plan) {
        return new ConfigurationException(
                "CARROT-0375",
                place(plan)
                        + "@Transactional is on the method, and nothing here implements it: there is no UserTransaction,"
                        + " as a bean or in JNDI, and no interceptor; remove it, or deploy where there are transactions",
                null);
    }

    static ConfigurationException noSuchConsumer(String id, Collection<String> ids) {
        return new ConfigurationException(
                "CARROT-0376",
                "[" + id + "] there is no consumer of that name; there are " + ids + "; use one of them",
                null);
    }

    static String attemptFailed(ConsumerPlan plan, Delivery<?> delivery, Throwable why) {
        Envelope from = delivery.envelope();
        return "CARROT-0377" + " " + place(plan) + "attempt " + from.attempt() + " to handle " + message(from)
                + " failed: " + said(why) + "; " + fate(plan, delivery);
    }

    private static String fate(ConsumerPlan plan, Delivery<?> delivery) {
        return switch (delivery.state()) {
            case FAILED ->
                delivery.envelope().attempt() < plan.options().redelivery().maxAttempts()
                        ? "it comes again, as @Retry says"
                        : "it was the last, and the message goes to the dead letters";
            case DEAD_LETTERED -> "no other would help, and the message goes to the dead letters";
            default -> "the method had settled it before (" + delivery.state() + ") and it does not come again";
        };
    }

    static ConsumeException timedOut(ConsumerPlan plan, Throwable thrown) {
        return new ConsumeException(
                "CARROT-0378",
                place(plan) + "the method has taken longer than "
                        + plan.timeout().toMillis() + " ms and was interrupted; make it faster, or raise its timeout",
                thrown);
    }

    static ConsumeException retryAsked(String consumer, String reason) {
        return new ConsumeException(
                "CARROT-0379", "[" + consumer + "] the method asks for another attempt: " + given(reason), null);
    }

    static ConsumeException deadLetterAsked(String consumer, String reason) {
        return new ConsumeException(
                "CARROT-0380", "[" + consumer + "] the method asks for the dead letters: " + given(reason), null);
    }

    static ConsumeException unfitOutcomes(String consumer, int outcomes, int size) {
        return new ConsumeException(
                "CARROT-0381",
                "[" + consumer + "] the method has returned " + outcomes + " outcomes for a batch of " + size
                        + ", so that none counts; return one for each message, in their order",
                null);
    }

    static String consumerFailed(ConsumerPlan plan, Exception why) {
        return "CARROT-0382" + " " + place(plan) + "cannot consume from '" + plan.queue() + "': " + said(why)
                + "; it tries again by itself, every 30 seconds in the end, and further failures are not reported";
    }

    static String consumerGaveUp(ConsumerPlan plan, Exception why) {
        return "CARROT-0383" + " " + place(plan) + "cannot consume from '" + plan.queue() + "', and has given up: "
                + said(why)
                + "; when that is corrected start it in the ConsumerRegistry, or deploy the application again";
    }

    static String requesterGone(String consumer, Envelope from, Exception why) {
        return "CARROT-0384" + " [" + consumer + "] the answer to " + message(from)
                + " was dropped: nobody waits for it any more (" + said(why) + ")";
    }

    static String drainExceeded(ConsumerPlan plan, int count) {
        return "CARROT-0385" + " " + place(plan) + "the application ends, and after "
                + plan.drain().toMillis() + " ms " + count
                + " messages are still being handled: their threads are interrupted, and what is not settled goes back;"
                + " make the method faster, or raise its drain";
    }

    static String stillRunning(ConsumerPlan plan, int count) {
        return "CARROT-0386" + " " + place(plan) + "the application has ended and the method still handles " + count
                + " messages, which come again: it does not heed Thread.interrupt(); have it do so";
    }

    static MessageStateException settledBefore(
            String consumer, Envelope from, Delivery.State state, Delivery.State wanted) {
        return new MessageStateException(
                "CARROT-0387",
                "[" + consumer + "] " + message(from) + " shall become " + state
                        + " already when the transaction has ended, and" + " cannot become " + wanted
                        + "; settle each message once",
                null);
    }

    static String beanNotReleased(ConsumerPlan plan, Exception why) {
        return "CARROT-0388" + " " + place(plan) + "its bean could not be given back: " + said(why)
                + "; look at its @PreDestroy";
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

    static String contextNotEnded(String consumer, Exception why) {
        return "CARROT-0389" + " [" + consumer + "] the request context of a call could not be ended: " + said(why)
                + "; look at the @PreDestroy of request scoped beans";
    }

    static String handlingBroken(ConsumerPlan plan, Throwable why) {
        return "CARROT-0390" + " " + place(plan) + "a message could not be settled: " + said(why)
                + "; it comes again when its connection ends; report this with the stack trace";
    }

    /** Which message it is, for people. */
    private static String message(Envelope from) {
        return "message " + from.deliveryTag() + " from exchange '" + from.exchange() + "' with routing key '"
                + from.routingKey() + "'";
    }

    private static String place(ConsumerPlan plan) {
        return "[" + plan.id() + (plan.method().endsWith(plan.id()) ? "" : ", " + plan.method()) + "] ";
    }

    private static String given(String reason) {
        return reason.isEmpty() ? "it gives no reason" : reason;
    }

    /** An exception of an application may fail at anything it is asked. */
    private static String said(Throwable why) {
        try {
            return why.toString();
        } catch (RuntimeException e) {
            return why.getClass().getName();
        }
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
