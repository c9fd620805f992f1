package io.carrotmq.engine;

import io.carrotmq.CarrotException;
import io.carrotmq.transport.TransportException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Looks now and then whether queues are still there, for brokers that do not tell a consumer when its queue is gone. */
final class QueueWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("io.carrotmq.engine");
    private static final Duration PERIOD = Duration.ofSeconds(5);

    /** AMQP 0-9-1, reply codes: there is nothing of that name. */
    private static final int NOT_FOUND = 404;

    private final SharedConnection connection;
    private final Supplier<List<QueueConsumer>> watched;
    private final Consumer<QueueConsumer> gone;
    private final AtomicBoolean looking = new AtomicBoolean();
    private final Future<?> timer;

    /**
     * Begins.
     *
     * @param gone told of each consumer whose queue is gone, on a worker
     */
    QueueWatch(SharedConnection connection, Supplier<List<QueueConsumer>> watched, Consumer<QueueConsumer> gone) {
        this.connection = connection;
        this.watched = watched;
        this.gone = gone;
        EngineThreads threads = connection.threads();
        this.timer = threads.every(PERIOD, () -> threads.execute(this::look));
    }

    private void look() {
        if (looking.compareAndSet(false, true)) {
            try {
                watched.get().stream().filter(this::isGone).forEach(gone);
            } finally {
                looking.set(false);
            }
        }
    }

    /** On a channel of its own, because it ends with the answer that there is no queue. */
    private boolean isGone(QueueConsumer consumer) {
        try (OpenChannel open = connection.openChannel(closure -> {
            // the operation that failed tells
        })) {
            open.channel().verifyQueue(consumer.queue);
            return false;
        } catch (TransportException e) {
            return e.closure().replyCode() == NOT_FOUND;
        } catch (CarrotException e) {
            LOG.log(System.Logger.Level.DEBUG, "whether a queue is there is not known now", e);
            return false;
        }
    }

    @Override
    public void close() {
        timer.cancel(false);
    }
}
