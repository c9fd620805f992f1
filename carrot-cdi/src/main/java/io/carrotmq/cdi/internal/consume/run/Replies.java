package io.carrotmq.cdi.internal.consume.run;

import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.Delivery;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.UnroutableException;
import io.carrotmq.cdi.internal.consume.plan.ConsumerPlan;
import io.carrotmq.codec.Codec;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Answers who asked. Safe for use by any number of threads. */
final class Replies {
    private static final System.Logger LOG = System.getLogger("io.carrotmq.cdi");

    private static final long WHILE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final String consumer;
    private final ConnectionFactory connections;
    private final Codec<Object> codec;

    /** When it was told last that somebody had gone. */
    private final AtomicLong told = new AtomicLong(System.nanoTime() - WHILE_NANOS);

    Replies(ConsumerPlan plan, ConnectionFactory connections) {
        this.consumer = plan.id();
        this.connections = connections;
        this.codec = plan.reply();
    }

    static boolean isWanted(Delivery<?> request) {
        String address = request.properties().replyTo();
        return address != null && !address.isEmpty();
    }

    /**
     * Sends an answer, confirmed when this returns, or with the transaction if there is one.
     *
     * @throws io.carrotmq.CarrotException if it cannot be encoded or sent
     */
    void send(Delivery<?> request, Object answer) {
        OutgoingMessage reply = reply(request, answer);
        try (Connection connection = connections.connect()) {
            // Whoever asked may have gone. In a transaction that must not be what rolls it back.
            connection.publish(connection.isTransacted() ? reply.optional() : reply);
        } catch (UnroutableException gone) {
            LOG.log(
                    isNews() ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
                    Messages.requesterGone(consumer, request.envelope(), gone));
        }
    }

    /** When all who ask have gone, the first that is told says as much as thousands. */
    private boolean isNews() {
        long now = System.nanoTime();
        long before = told.get();
        return now - before >= WHILE_NANOS && told.compareAndSet(before, now);
    }

    private OutgoingMessage reply(Delivery<?> request, Object answer) {
        Properties asked = request.properties();
        Properties properties = Properties.builder()
                .contentType(codec.contentType())
                .contentEncoding(codec.contentEncoding())
                .type(codec.typeName(answer))
                .correlationId(asked.correlationId() == null ? asked.messageId() : asked.correlationId())
                .persistent(true)
                .build();
        return new OutgoingMessage("", asked.replyTo(), true, properties, codec.encode(answer));
    }
}
