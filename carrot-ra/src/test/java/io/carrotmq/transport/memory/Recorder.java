package io.carrotmq.transport.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.carrotmq.Acknowledgement;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.transport.ChannelListener;
import io.carrotmq.transport.Closure;
import io.carrotmq.transport.IncomingMessage;
import io.carrotmq.transport.TransportChannel;
import io.carrotmq.transport.TransportConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A channel with what its listener was told. */
final class Recorder implements ChannelListener {
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final BlockingQueue<IncomingMessage> deliveries = new LinkedBlockingQueue<>();
    private final TransportChannel channel;

    Recorder(TransportConnection connection) {
        channel = connection.openChannel(this);
    }

    TransportChannel channel() {
        return channel;
    }

    static <T> T next(BlockingQueue<T> from) throws InterruptedException {
        T next = from.poll(30, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing came within 30 s");
        }
        return next;
    }

    /** {@return what its listener was told next, but for deliveries} */
    String told() throws InterruptedException {
        return next(told);
    }

    /** {@return whether its listener was told nothing more, but for deliveries} */
    boolean toldNothing() {
        return told.isEmpty();
    }

    IncomingMessage delivery() throws InterruptedException {
        return next(deliveries);
    }

    /** {@return the bodies of the next deliveries; those delivered again with an exclamation mark} */
    List<String> bodies(int count) throws InterruptedException {
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            bodies.add(text(delivery()));
        }
        return bodies;
    }

    static String text(IncomingMessage message) {
        return new String(message.body(), UTF_8) + (message.redelivered() ? "!" : "");
    }

    boolean hasDelivery() {
        return !deliveries.isEmpty();
    }

    /** Has every publish confirmed. */
    Recorder confirming() {
        channel.confirmPublishes();
        return this;
    }

    String queue(QueueDeclaration declaration) {
        return channel.declare(declaration);
    }

    void publish(String exchange, String key, String body) {
        publish(exchange, key, body, Properties.NONE);
    }

    void publish(String exchange, String key, String body, Properties properties) {
        publish(channel, exchange, key, body, properties);
    }

    static void publish(TransportChannel on, String exchange, String key, String body) {
        publish(on, exchange, key, body, Properties.NONE);
    }

    private static void publish(TransportChannel on, String exchange, String key, String body, Properties properties) {
        on.publish(new OutgoingMessage(exchange, key, true, properties, body.getBytes(UTF_8)));
        on.flush();
    }

    void consume(String queue, int prefetch) {
        channel.consume(queue, "c-" + queue, SubscribeOptions.DEFAULT.prefetch(prefetch));
    }

    /** {@return the body of the message taken, or null} */
    String get(String queue) {
        return take(queue).map(Recorder::text).orElse(null);
    }

    Optional<IncomingMessage> take(String queue) {
        return channel.get(queue, true);
    }

    static SubscribeOptions noAck() {
        return SubscribeOptions.DEFAULT.acknowledgement(Acknowledgement.NONE);
    }

    @Override
    public void confirmed(long sequence, boolean multiple) {
        told.add("confirmed " + sequence + (multiple ? " and before" : ""));
    }

    @Override
    public void refused(long sequence, boolean multiple) {
        told.add("refused " + sequence + (multiple ? " and before" : ""));
    }

    @Override
    public void returned(OutgoingMessage message, int replyCode, String replyText) {
        told.add("returned " + new String(message.body(), UTF_8) + " " + replyCode + " " + replyText);
    }

    @Override
    public void delivered(IncomingMessage message) {
        deliveries.add(message);
    }

    @Override
    public void cancelled(String consumerTag) {
        told.add("cancelled " + consumerTag);
    }

    @Override
    public void closed(Closure closure) {
        told.add(closure.requested() ? "closed" : "closed " + closure.replyCode() + " " + closure.text());
    }
}
