package io.carrotmq.engine;

import io.carrotmq.SubscribeOptions;
import io.carrotmq.transport.TransportException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The consumers of one channel, as the broker knows them. Safe for use by any number of threads; those that ask the broker
 * wait for each other.
 */
final class Consumers {
    private static final System.Logger LOG = System.getLogger("io.carrotmq.engine");

    private final OpenChannel channel;
    private final Settlement settlement;
    private final Consumer<Collection<QueueConsumer>> giveBack;
    private final Map<String, QueueConsumer> byTag = new ConcurrentHashMap<>();
    private final List<QueueConsumer> all = new ArrayList<>();
    private int tags;
    private boolean heldBack;
    private volatile boolean paused;

    /**
     * Makes an empty group.
     *
     * @param giveBack gives back what was sent to some consumers and nobody has taken
     */
    Consumers(OpenChannel channel, Settlement settlement, Consumer<Collection<QueueConsumer>> giveBack) {
        this.channel = channel;
        this.settlement = settlement;
        this.giveBack = giveBack;
    }

    /** {@return whose messages have that tag, or null} */
    QueueConsumer byTag(String tag) {
        return byTag.get(tag);
    }

    /** {@return whether there is no other; to be asked by any thread} */
    boolean isAlone(QueueConsumer consumer) {
        return byTag.values().stream().allMatch(each -> each == consumer);
    }

    /** {@return those the broker sends to} */
    synchronized List<QueueConsumer> running() {
        return all.stream().filter(consumer -> consumer.running).toList();
    }

    boolean isPaused() {
        return paused;
    }

    synchronized void add(String queue, SubscribeOptions options) {
        if (all.stream().anyMatch(consumer -> consumer.queue.equals(queue))) {
            throw Messages.consumedAlready(queue);
        }
        QueueConsumer consumer = new QueueConsumer(queue, options, channel.broker());
        all.add(consumer);
        regroup();
        if (!paused) {
            run(consumer);
        }
    }

    private void run(QueueConsumer consumer) {
        rename(consumer);
        try {
            channel.channel().consume(consumer.queue, consumer.tag, consumer.options);
            consumer.running = true;
        } catch (TransportException e) {
            throw Messages.cannotConsume(consumer.queue, e.closure());
        } finally {
            if (!consumer.running) {
                all.remove(consumer);
                forget(consumer);
            }
        }
    }

    /** One that settles nothing is not forgotten: what it was sent may still wait to be taken. */
    private void forget(QueueConsumer consumer) {
        if (consumer.settles() && consumer.tag != null) {
            byTag.remove(consumer.tag);
        }
    }

    /**
     * Gives a consumer a tag nobody had. RabbitMQ 3.10 ends the connection when a consumer of a quorum queue comes back
     * under its old one while some of what it was sent is not settled. One that settles nothing keeps its tag: what it
     * was sent may still wait to be taken.
     */
    private void rename(QueueConsumer consumer) {
        if (consumer.tag == null || consumer.settles()) {
            forget(consumer);
            consumer.tag = "carrot-" + ++tags;
            byTag.put(consumer.tag, consumer); // first: messages may come before the broker's answer
        }
    }

    private void runAll() {
        for (QueueConsumer consumer : List.copyOf(all)) {
            if (!consumer.running && (consumer.settles() || !heldBack)) {
                run(consumer);
            }
        }
    }

    /** A quarter of what the broker sends ahead, so that it always has leave to send more. */
    private void regroup() {
        settlement.group(all.stream()
                .filter(QueueConsumer::settles)
                .mapToInt(consumer -> consumer.options.prefetch() / 4)
                .min()
                .orElse(1));
    }

    synchronized void remove(String queue) {
        for (QueueConsumer consumer : List.copyOf(all)) {
            if (consumer.queue.equals(queue)) {
                all.remove(consumer);
                halt(List.of(consumer));
                regroup();
            }
        }
    }

    /** The broker has ended one, which is to be halted still. {@return how many are left, or -1 if it was none of them} */
    synchronized int ended(QueueConsumer consumer) {
        if (consumer == null || !all.remove(consumer)) {
            return -1;
        }
        consumer.running = false;
        return all.size();
    }

    synchronized void pause() {
        if (!paused) {
            paused = true;
            halt(all);
            settlement.flush();
        }
    }

    synchronized void resume() {
        if (paused) {
            paused = false;
            runAll();
        }
    }

    synchronized void prefetch(int count) {
        List<QueueConsumer> changed = new ArrayList<>();
        for (QueueConsumer consumer : all) {
            SubscribeOptions options = consumer.options.prefetch(count); // checks the range
            if (consumer.settles() && options.prefetch() != consumer.options.prefetch()) {
                changed.add(consumer);
            }
            consumer.options = options;
        }
        regroup();
        halt(changed);
        if (!paused) {
            runAll();
        }
    }

    /**
     * Has the broker send nothing, or again, to the consumers no prefetch applies to.
     *
     * @param hold asked here, where those who call this wait for each other: what is so now, and not what was so when
     *     they began to wait
     */
    synchronized void holdBack(BooleanSupplier hold) {
        heldBack = hold.getAsBoolean();
        if (paused) {
            return;
        }
        if (heldBack) {
            halt(all.stream().filter(consumer -> !consumer.settles()).toList());
        } else {
            runAll();
        }
    }

    /** Ends all. */
    synchronized void stop() {
        halt(all);
    }

    /** Makes the broker send nothing more to some, and gives back what they were sent and nobody has taken. */
    synchronized void halt(Collection<QueueConsumer> some) {
        try {
            for (QueueConsumer consumer : some) {
                if (consumer.running) {
                    consumer.running = false;
                    channel.channel().cancel(consumer.tag);
                }
            }
        } catch (TransportException e) {
            LOG.log(System.Logger.Level.DEBUG, "the channel is gone, and the broker has back what it had sent", e);
        }
        giveBack.accept(some);
        some.stream().filter(consumer -> !all.contains(consumer)).forEach(this::forget);
    }
}
