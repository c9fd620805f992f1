package io.carrotmq.ra.inbound;

import io.carrotmq.CarrotException;
import io.carrotmq.CodecException;
import io.carrotmq.ConsumeException;
import io.carrotmq.Delivery;
import io.carrotmq.Envelope;
import io.carrotmq.MessageStateException;
import io.carrotmq.Redelivery;
import io.carrotmq.config.Violations;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.transaction.RollbackException;
import java.beans.IntrospectionException;
import java.beans.PropertyDescriptor;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Every error text and operator's line of the inbound half, by number. */
final class Messages {
    static final System.Logger LOG = System.getLogger("io.carrotmq.inbound");

    private Messages() {}

    static InvalidPropertyException invalidProperties(String name, List<Violations.Violation> found) {
        String text = "CARROT-0110 [" + name + "] " + found.size()
                + (found.size() == 1 ? " activation property is" : " activation properties are") + " wrong: "
                + found.stream().map(Violations.Violation::text).collect(Collectors.joining("; "));
        InvalidPropertyException exception = new InvalidPropertyException(text, "CARROT-0110");
        List<PropertyDescriptor> properties = new ArrayList<>();
        for (Violations.Violation violation : found) {
            try {
                properties.add(new PropertyDescriptor(violation.property(), CarrotActivationSpec.class));
            } catch (IntrospectionException e) {
                exception.addSuppressed(e);
            }
        }
        exception.setInvalidPropertyDescriptors(properties.toArray(PropertyDescriptor[]::new));
        return exception;
    }

    static ResourceException otherAdapter(String name) {
        return new ResourceException(
                "CARROT-0111 [" + name + "] the activation specification belongs to another resource adapter already; "
                        + "use one specification for each");
    }

    static ResourceException adapterStopped(String name) {
        return new ResourceException(
                "CARROT-0112 [" + name + "] the resource adapter is stopped; activate the bean when it has started");
    }

    static NotSupportedException badBean(Class<?> beanClass, List<String> problems) {
        return new NotSupportedException(
                "CARROT-0120 [" + beanClass.getName() + "] " + problems.size()
                        + (problems.size() == 1 ? " problem" : " problems") + ": " + String.join("; ", problems),
                "CARROT-0120");
    }

    static String bothListeners() {
        return "CARROT-0121 the bean implements both CarrotListener and CarrotMessageListener; implement one";
    }

    static String noListener() {
        return "CARROT-0122 the bean implements neither CarrotListener nor CarrotMessageListener as the adapter knows "
                + "them; implement one, and see that carrot-api is there once and not also inside the application";
    }

    static String noHandler() {
        return "CARROT-0123 the bean has no public method marked @OnMessage; mark those that take messages";
    }

    static String notPublic(Method method) {
        return "CARROT-0124 " + signature(method) + " is marked @OnMessage and not public; make it public";
    }

    static String isStatic(Method method) {
        return "CARROT-0125 " + signature(method) + " is marked @OnMessage and static; make it an instance method";
    }

    static String returnsValue(Method method) {
        return "CARROT-0126 " + signature(method) + " returns a value nobody would see or wait for; make it void";
    }

    static String wrongParameters(Method method) {
        return "CARROT-0127 " + signature(method)
                + " must have one body, or one Delivery, or one of each, and no other parameter";
    }

    static String otherDelivery(Method method, Type delivery, Type body) {
        return "CARROT-0128 " + signature(method) + " has a Delivery of " + delivery.getTypeName()
                + " beside a body of " + body.getTypeName() + "; make them the same, or write Delivery<?>";
    }

    static String openType(Method method, Type type) {
        return "CARROT-0129 " + signature(method) + " takes " + type.getTypeName()
                + ", of which a part is left open; write out a type that can be decoded to";
    }

    static String noDecoder(Method method, CarrotException cause) {
        return "CARROT-0130 " + signature(method) + ": " + cause.getMessage();
    }

    static String ambiguous(MarkedMethod one, MarkedMethod other) {
        return "CARROT-0131 " + signature(one.method()) + " with routing key '" + one.pattern() + "' and "
                + signature(other.method()) + " with '" + other.pattern()
                + "' could both take one message; make one of them more literal";
    }

    static NoSuchMethodException foreignListener(Class<?> proxyClass, Class<?> listener) {
        return new NoSuchMethodException("CARROT-0132 the container's proxy " + proxyClass.getName() + " is no "
                + listener.getName() + " as the adapter knows it; see that carrot-api is there once");
    }

    private static String signature(Method method) {
        List<String> types = new ArrayList<>();
        for (Type type : method.getGenericParameterTypes()) {
            types.add(type.getTypeName());
        }
        return method.getDeclaringClass().getSimpleName() + "." + method.getName() + "(" + String.join(", ", types)
                + ")";
    }

    static MessageStateException settledBefore(Envelope envelope, Delivery.State state, Delivery.State wanted) {
        return new MessageStateException(
                "CARROT-0710",
                "[" + envelope.queue() + "] message " + envelope.deliveryTag() + " is " + state
                        + " already and cannot become " + wanted + "; settle each message once",
                null);
    }

    static CodecException undecodable(String name, Envelope envelope, Throwable why) {
        String reason = why instanceof CarrotException
                ? why.getMessage()
                : why.getClass().getName();
        return new CodecException(
                "CARROT-0711",
                "[" + name + "] " + message(envelope) + " goes to the dead letters, it cannot be decoded: " + reason,
                why);
    }

    static ConsumeException unclaimed(String name, Envelope envelope) {
        return new ConsumeException(
                "CARROT-0712",
                "[" + name + "] " + message(envelope) + " goes to the dead letters, no @OnMessage method takes this "
                        + "routing key. Add a method, or bind the queue with fewer keys",
                null);
    }

    static RollbackException notCommitted(String name, int status) {
        return new RollbackException("CARROT-0748 [" + name + "] the bean returned and its transaction did not commit "
                + "(status " + status + "); it was marked for rollback, timed out, or its commit failed");
    }

    static IllegalStateException leftOpen(String name) {
        return new IllegalStateException("CARROT-0749 [" + name
                + "] the bean returned and left a transaction open that it had begun; complete it before returning");
    }

    static String noRegistry(String name, Exception why) {
        return "CARROT-0713 [" + name + "] the container has no transaction synchronization registry (" + why
                + "); only an exception gives a message back to the queue, a rollback without one does not";
    }

    static String noTransaction(String name, Method method) {
        return "CARROT-0714 [" + name + "] the container says that " + method.getName()
                + " runs in a transaction and begins none; only an exception gives a message back to the queue";
    }

    static String cannotAcknowledge(String name, long count, Envelope last) {
        return "CARROT-0715 [" + name + "] " + (count == 1 ? "" : count + " messages, up to ") + message(last)
                + (count == 1 ? " was" : ", were")
                + " processed and cannot be acknowledged, the connection was lost; what is not acknowledged comes a "
                + "second time";
    }

    static String failed(String name, Envelope envelope, int limit, Throwable why) {
        String attempts = limit == Redelivery.UNLIMITED ? "" : " of " + limit;
        return unprocessed(name, envelope, "failed, attempt " + envelope.attempt() + attempts + ": " + why);
    }

    static String failedForGood(String name, Envelope envelope, Throwable why) {
        return "CARROT-0140 [" + name + "] " + message(envelope) + " goes to the dead letters, attempt "
                + envelope.attempt() + " was its last: " + why;
    }

    static String keptQuiet(String name, long count) {
        return "CARROT-0142 [" + name + "] " + count
                + " more messages failed, or were refused, than the log could take; " + "they were told at DEBUG";
    }

    static String undone(String name, Envelope envelope) {
        return unprocessed(name, envelope, "comes again, its work was undone: the connection it came through is lost");
    }

    private static String unprocessed(String name, Envelope envelope, String what) {
        return "CARROT-0716 [" + name + "] " + message(envelope) + " " + what;
    }

    static String stoppedAmidst(String name, Envelope envelope) {
        return message(envelope) + " goes back to the queue uncounted, " + name + " is being stopped";
    }

    static String notConsuming(String name, String why, Duration delay, int attempts) {
        return "CARROT-0717 [" + name + "] does not consume: " + why + "; attempt " + attempts + " to recover in "
                + delay.toMillis() + " ms, further ones are not reported";
    }

    static String parked(String name, Throwable why, Duration delay, int attempts) {
        return "CARROT-0718 [" + name + "] a session takes no messages, the container is not ready for them: " + why
                + "; attempt " + attempts + " in " + delay.toMillis() + " ms, further ones are not reported";
    }

    static String paused(String name, int failures, Duration pause, Throwable why) {
        return "CARROT-0141 [" + name + "] is paused after " + failures + " failures in a row, the last: " + why
                + "; it is tried with one message in " + pause.toMillis()
                + " ms, and then after longer and longer pauses, which are not reported";
    }

    static String resumed(String name) {
        return "[" + name + "] has processed a message and is no longer paused";
    }

    static String unparked(String name) {
        return "[" + name + "] takes messages again";
    }

    static String brokenCodecs(Error cause) {
        return "CARROT-0133 a codec the application brings cannot be loaded: " + cause.getMessage()
                + "; correct its META-INF/services entry, or remove it";
    }

    static String cutShort(String name, EndpointSettings settings, long threadsLeft) {
        return "CARROT-0719 [" + name + "] did not stop within shutdownTimeoutMillis ("
                + settings.shutdownTimeout().toMillis()
                + "), so that the bean was interrupted; unsettled messages go back to the queue"
                + (threadsLeft == 0 ? "" : ". Threads that do not react to the interrupt: " + threadsLeft);
    }

    static String consuming(String name, EndpointSettings settings) {
        return "[" + name + "] consumes: " + settings;
    }

    static String stopped(String name) {
        return "[" + name + "] stopped";
    }

    private static String message(Envelope envelope) {
        return "message " + envelope.deliveryTag() + " from exchange '" + envelope.exchange() + "' with routing key '"
                + envelope.routingKey() + "'";
    }
}
