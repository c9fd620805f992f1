package io.carrotmq.testkit;

import java.net.URI;

/**
 * A running STOMP broker for tests, and a view of its queues that takes no STOMP connection. Get one from {@link
 * EmbeddedActiveMq#start()}, {@link EmbeddedArtemis#start()}, {@link StompProcess#activeMq()} or {@link
 * StompProcess#artemis()}. Its one user is {@code guest} with password {@code guest}; anybody else is refused.
 *
 * <p>A queue {@code q} is the destination {@code /queue/q}; the methods below take its bare name, {@code q}; ActiveMQ
 * Classic takes a pattern as well, such as {@code q.>}, and does what it is asked to with all that match. The broker
 * counts at once, but it may still be busy with what a client sent last: wait for the number you expect with {@link
 * Await}.
 *
 * <p>Safe for use by several threads. What looks at queues throws {@link IllegalStateException} if the broker does not
 * run or does not answer.
 */
public interface StompBroker extends Broker {

    /** The address with user and password, such as {@code stomp://guest:guest@127.0.0.1:20123}. */
    @Override
    URI uri();

    /**
     * The address for TLS, such as {@code stomp+ssl://guest:guest@127.0.0.1:20124}. The broker shows {@link
     * TlsIdentity#shared()} and asks for no certificate of the client.
     */
    URI tlsUri();

    /** How many messages the queue holds, unacknowledged ones included; 0 if there is no such queue. */
    long messages(String queue);

    /** How many messages the broker gave to consumers that did not acknowledge them yet; 0 if there is no such queue. */
    long unacknowledged(String queue);

    boolean queueExists(String queue);

    /**
     * Deletes the queue with its messages, if there is one of that name.
     *
     * @throws IllegalStateException if the queue has consumers and the broker is ActiveMQ Classic, which refuses then
     */
    void deleteQueue(String queue);

    /** Removes the messages that no consumer holds. Does nothing if there is no such queue. */
    void purgeQueue(String queue);

    /** How many clients are connected. */
    int connections();
}
