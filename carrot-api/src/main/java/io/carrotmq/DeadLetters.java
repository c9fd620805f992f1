package io.carrotmq;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * A look into a dead-letter queue, and the way back: counts what is there, shows it, sends it back to where it failed, or
 * removes it.
 *
 * <p>Made with {@link #in}. A look takes messages from the queue and gives back those that stay after the last one; until
 * then they are in memory, nobody else sees them, and a message looked at may come behind others afterwards. Quorum
 * queues of RabbitMQ before 4.3 count a look as a delivery, which matters if they have a delivery limit.
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
     * Counts them. What was only just looked at, and given back, a broker may count a moment later.
     *
     * @return how many messages wait there; 0 if there is no such queue, because none has failed yet
     * @throws ConsumeException if the broker does not say
     * @throws UnsupportedException if it cannot, because it lacks {@link Capability#LOOKUP}; the other methods work there too
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
     * @throws ConfigurationException if the limit is below 1
     * @throws ConsumeException if the connection is lost
     * @throws ConnectException if no broker can be reached
     */
    public List<DeadLetter> browse(int limit) {
        if (limit < 1) {
            throw Messages.nothingToBrowse(queue, limit);
        }
        List<DeadLetter> seen = new ArrayList<>();
        try (Connection connection = connections.connect()) {
            sweep(connection, limit, delivery -> {
                seen.add(DeadLetterHeaders.read(delivery));
                return false;
            });
        }
        return List.copyOf(seen);
    }

    private long sweep(Connection connection, long limit, Predicate<Delivery<byte[]>> taking) {
        return new Sweep(connection, queue).take(limit, taking).orElse(0);
    }

    /**
     * Sends some back to the queue they failed in, as they were before they failed: their attempts are counted anew. Each
     * leaves this queue when the broker has confirmed it; if the connection is lost between these two, it is in both. Looks
     * at each message that is there now once.
     *
     * <p>They go to that queue alone, by the default exchange; their {@link Envelope} names the exchange and the routing key
     * they were published with first, which three headers keep ({@link DeadLetter#EXCHANGE_HEADER}, {@link
     * DeadLetter#ROUTING_KEY_HEADER}, {@link DeadLetter#ATTEMPTS_HEADER} with 0). Their expiration ({@link DeadLetter#EXPIRATION_HEADER}) is
     * not restored, or they might expire before anybody has handled them; nor is the user they came from ({@link
     * DeadLetter#USER_HEADER}), whom the broker lets nobody else state, nor are the other routing keys they were sent with
     * ({@link DeadLetter#CC_HEADER}), whose queues have their copies. Everything else is as it was.
     *
     * @param which true for a message that shall go back. What does not tell its queue stays, and this is not asked
     * @return how many were sent back; 0 if there is no such queue
     * @throws ConsumeException if the connection is lost, or a transaction is active, in which nothing is published before
     *     it commits
     * @throws UnroutableException if the queue one came from does not exist any more; it and those after it stay
     * @throws PublishException if one could not be sent back otherwise; it and those after it stay
     * @throws ConnectException if no broker can be reached
     */
    public long sendBack(Predicate<? super DeadLetter> which) {
        Objects.requireNonNull(which, "which");
        try (Connection connection = connections.connect()) {
            if (connection.isTransacted()) {
                throw Messages.transacted(queue);
            }
            return sweep(connection, Long.MAX_VALUE, delivery -> {
                DeadLetter letter = DeadLetterHeaders.read(delivery);
                boolean goes = letter.queue() != null && which.test(letter);
                if (goes) {
                    connection.publish(DeadLetterHeaders.revived(letter));
                    delivery.ack();
                }
                return goes;
            });
        }
    }

    /**
     * Removes some of those that are there now.
     *
     * @param which true for a message that shall go
     * @return how many were removed; 0 if there is no such queue
     * @throws ConsumeException if the connection is lost
     * @throws ConnectException if no broker can be reached
     */
    public long discard(Predicate<? super DeadLetter> which) {
        Objects.requireNonNull(which, "which");
        try (Connection connection = connections.connect()) {
            return sweep(connection, Long.MAX_VALUE, delivery -> {
                boolean goes = which.test(DeadLetterHeaders.read(delivery));
                if (goes) {
                    delivery.ack();
                }
                return goes;
            });
        }
    }

    @Override
    public String toString() {
        return "dead letters in '" + queue + "'";
    }
}
