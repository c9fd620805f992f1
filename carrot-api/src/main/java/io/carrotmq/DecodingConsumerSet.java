package io.carrotmq;

import io.carrotmq.codec.Decoder;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** Decodes on the caller's side what one subscription to several queues delivers. */
final class DecodingConsumerSet implements ConsumerSet {
    private static final System.Logger LOG = System.getLogger(Consumer.class.getName());

    /** A queue of the set; it has no handlers if those of the set are to be called. */
    private record Member<T>(Decoding<T> decoding, Handlers<T> handlers, SubscribeOptions options) {
        Optional<Taken> take(Delivery<byte[]> delivery) {
            return decoding.taken(delivery).map(decoded -> new Taken(this, decoded));
        }

        /** Decoded and handled by the same member, so that the types fit. */
        @SuppressWarnings("unchecked")
        void handle(Delivery<?> decoded) throws InterruptedException {
            handlers.handle((Delivery<? extends T>) decoded, options);
        }
    }

    /** A message, and whose it is, even if that one is cancelled meanwhile. */
    private record Taken(Member<?> member, Delivery<?> delivery) {}

    private final ConnectionFactory connections;
    private final Intake intake;
    private final Comeback comeback;
    private final Map<String, Member<?>> members = new ConcurrentHashMap<>();

    /** Those that were cancelled and may have been about to hand out a message that is acknowledged already. */
    private final Map<String, Member<?>> former = new ConcurrentHashMap<>();

    private final Handlers<Object> handlers = new Handlers<>();
    private final DecodeErrors errors = new DecodeErrors();

    DecodingConsumerSet(ConnectionFactory connections) {
        this.connections = Objects.requireNonNull(connections, "connections");
        this.intake = new Intake(connections, "set");
        this.comeback = new Comeback(intake);
    }

    @Override
    public ConsumerSet add(String queue, Decoder<?> decoder, SubscribeOptions options) {
        return add(queue, member(decoder, options, new Handlers<>()));
    }

    @Override
    public <T> ConsumerSet add(
            String queue, Decoder<? extends T> decoder, SubscribeOptions options, MessageHandler<? super T> handler) {
        Handlers<T> own = new Handlers<>();
        own.add(handler);
        return add(queue, member(decoder, options, own));
    }

    private <T> Member<T> member(Decoder<? extends T> decoder, SubscribeOptions options, Handlers<T> own) {
        Objects.requireNonNull(decoder, "decoder");
        return new Member<>(new Decoding<>(decoder, options.acknowledgement(), errors), own, options);
    }

    private ConsumerSet add(String queue, Member<?> member) {
        if (Objects.requireNonNull(queue, "queue").isEmpty()) {
            throw Messages.namelessQueue();
        }
        if (members.putIfAbsent(queue, member) != null) {
            throw Messages.queueTwice(queue);
        }
        former.remove(queue);
        try {
            intake.feed().add(queue, member.options()); // after the member is there: its messages may come at once
        } catch (RuntimeException e) {
            members.remove(queue, member);
            throw e;
        }
        return this;
    }

    @Override
    public ConsumerSet onMessage(MessageHandler<Object> handler) {
        handlers.add(handler);
        return this;
    }

    @Override
    public ConsumerSet onDecodeError(BiConsumer<? super Delivery<byte[]>, ? super CodecException> handler) {
        errors.tell(handler);
        return this;
    }

    @Override
    public Optional<Delivery<?>> receive(Duration timeout) throws InterruptedException {
        requireMembers();
        intake.feed().begin();
        return intake.poll(timeout).flatMap(this::take).map(Taken::delivery);
    }

    private void requireMembers() {
        if (members.isEmpty()) {
            throw Messages.emptySet();
        }
    }

    private Optional<Taken> take(Delivery<byte[]> delivery) {
        String queue = delivery.envelope().queue();
        Member<?> member = members.getOrDefault(queue, former.get(queue));
        if (member == null) { // cancelled meanwhile
            Handlers.giveBack(delivery);
            return Optional.empty();
        }
        try {
            return member.take(delivery);
        } catch (CodecException e) {
            LOG.log(System.Logger.Level.WARNING, e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public long consume() {
        return consume(Long.MAX_VALUE);
    }

    @Override
    public long consume(long limit) {
        requireMembers();
        if (handlers.isEmpty()) {
            members.forEach((queue, member) -> {
                if (member.handlers().isEmpty()) {
                    throw Messages.noHandler(queue);
                }
            });
        }
        long handled = 0;
        boolean interrupted = false;
        intake.feed().begin();
        try {
            while (handled < limit && intake.feed().running()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                Optional<Taken> next = comeback.next().flatMap(this::take);
                if (next.isPresent()) {
                    handle(next.get());
                    handled++;
                }
            }
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            intake.feed().rest(); // asks the broker, which an interrupted thread might not wait for
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return handled;
    }

    private void handle(Taken next) throws InterruptedException {
        if (!next.member().handlers().isEmpty()) {
            next.member().handle(next.delivery());
        } else if (!handlers.isEmpty()) {
            handlers.handle(next.delivery(), next.member().options());
        } else {
            Handlers.giveBack(next.delivery());
            throw Messages.noHandler(next.delivery().envelope().queue());
        }
    }

    @Override
    public long discardAll() {
        return intake.withConnection(connection ->
                members.keySet().stream().mapToLong(connection::purge).sum());
    }

    @Override
    public void pause() {
        intake.feed().pause();
    }

    @Override
    public void resume() {
        intake.feed().resume();
    }

    @Override
    public void prefetch(int count) {
        intake.feed().prefetch(count);
    }

    @Override
    public void cancel(String queue) {
        Member<?> member = members.remove(queue);
        if (member != null) {
            if (member.options().acknowledgement() == Acknowledgement.AUTO) {
                former.put(queue, member);
            }
            intake.feed().remove(queue);
        }
    }

    @Override
    public void cancel() {
        intake.feed().cancel();
    }

    @Override
    public void close() {
        intake.close();
    }

    @Override
    public String toString() {
        return "consumer set of " + connections + ", queues " + members.keySet();
    }
}
