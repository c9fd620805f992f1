package io.carrotmq;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * A look into a dead-letter queue, and the way back: counts what is there, shows it, sends it back to where it failed, or
 * removes it.
 *
 * <p>Made with {@link #in}. A look takes messages from the queue and gives them back; for those moments nobody else sees
 * them, and a message looked at may come behind others afterwards.
 *
 * <p><strong>Threads:</strong> safe for use by any number of threads. <strong>Lifecycle:</strong> it holds nothing; each
 * call takes a connection and gives it back.
 */
public final class DeadLetters {
    private final ConnectionFactory connections;
    private final String queue;

    private DeadLetters(ConnectionFactory connections, String queue) {
        this.connections = Objects.requireNonNull(connections, "connections");
        this.queue = Objects.requireNonNull(queue, "queue");
    }

    /**
     * Looks into a queue.
     *
     * @param connections where connections come from; the factory is not closed
     * @param queue the dead-letter queue's name, such as {@code feed.dlq}
     * @return the view, not connected
     */
    public static DeadLetters in(ConnectionFactory connections, String queue) {
        return new DeadLetters(connections, queue);
    }

    /**
     * Counts them.
     *
     * @return how many messages wait there; 0 if there is no such queue, because none has failed yet
     * @throws ConsumeException if the broker does not say
     * @throws ConnectException if no broker can be reached
     */
    public long count() {
        try (Connection connection = connections.connect()) {
            return connection.messageCount(queue).orElse(0);
        }
    }

    /**
     * Shows the first of them.
     *
     * @param limit how many at most, 1 or more; all of them are in memory at once
     * @return the oldest first; empty if there are none, or no such queue
     * @throws ConsumeException if the connection is lost
     * @throws ConnectException if no broker can be reached
     */
    public List<DeadLetter> browse(int limit) {
        throw new UnsupportedOperationException();
    }

    /**
     * Sends some back to the queue they failed in, as they were before they failed: their attempts are counted anew. Each
     * leaves this queue when the broker has confirmed it. Looks at each message that is there now once.
     *
     * @param which true for a message that shall go back. What does not tell its queue stays, whatever this says
     * @return how many were sent back
     * @throws ConsumeException if the connection is lost, or a transaction is active, in which nothing is published before
     *     it commits
     * @throws UnroutableException if the queue one came from does not exist any more; it and those after it stay
     * @throws PublishException if one could not be sent back otherwise; it and those after it stay
     * @throws ConnectException if no broker can be reached
     */
    public long sendBack(Predicate<? super DeadLetter> which) {
        throw new UnsupportedOperationException();
    }

    /**
     * Removes some of those that are there now.
     *
     * @param which true for a message that shall go
     * @return how many were removed
     * @throws ConsumeException if the connection is lost
     * @throws ConnectException if no broker can be reached
     */
    public long discard(Predicate<? super DeadLetter> which) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String toString() {
        return "dead letters in '" + queue + "'";
    }
}
