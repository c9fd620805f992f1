package io.carrotmq;

import io.carrotmq.topology.Topology;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/**
 * A handle on a shared broker connection.
 *
 * <p>Obtained from {@link ConnectionFactory#connect()}. It moves encoded messages; {@link Publisher} and
 * {@link Consumer} put types on top of it, and applications seldom need anything below them.
 *
 * <p><strong>Threads:</strong> the publishing methods may be called by any thread. <strong>Lifecycle:</strong> close
 * it after use; in a container that gives it back to the pool. Publishes still waiting for their confirm when it is
 * closed are completed all the same. Every method but {@link #close()} throws {@link ConnectException} once the handle
 * is closed, or its connection lost. From a publishing method that means that nothing was sent; if it {@linkplain
 * ConnectException#isTemporary() is temporary}, take another connection and try again, as {@link Publisher} does.
 *
 * <p><strong>Transactions:</strong> while a JTA transaction is active, a message joins it as its own {@link
 * OutgoingMessage#transactionMode()} says, or the factory's where it has none; its receipt then says {@link
 * Receipt.Outcome#ENLISTED}. Messages of different modes may be part of one transaction. A rollback publishes none of them but
 * those of {@link TransactionMode#NONE}.
 */
public interface Connection extends AutoCloseable {

    /**
     * Publishes a message and waits until the broker has taken responsibility for it.
     *
     * @param message what to publish
     * @return the receipt: confirmed, or enlisted in the active transaction
     * @throws UnroutableException if the message is mandatory and no queue was bound to take it
     * @throws MessageRefusedException if the broker refused it
     * @throws PublishBlockedException if the broker takes no messages, or too many wait for their confirm, for as long
     *     as a confirm is waited for; it was not sent
     * @throws ConfirmLostException if it was sent and its confirm did not come in time, or the connection was lost
     * @throws PublishException the supertype of these, for any other failure; {@link
     *     PublishException#mayHaveBeenDelivered()} tells whether it may have arrived all the same
     * @throws UnsupportedException if the message wants what the broker cannot do ({@link Capability#EXPIRATION}, {@link
     *     Capability#SENDER_SELECTED_ROUTING}, {@link Capability#TRANSACTIONS}), or in a transaction a mode that the connection
     *     factory cannot have; it was not sent
     */
    Receipt publish(OutgoingMessage message);

    /**
     * Publishes a message without waiting. It never blocks for the confirm; it may wait, with a bound, while the
     * window of unconfirmed messages is full or the broker has blocked the connection.
     *
     * @param message what to publish
     * @return a stage that completes exactly once: with the receipt when the broker confirms (in a transaction: when
     *     that has committed), or with the exception {@link #publish(OutgoingMessage)} would throw
     * @throws PublishException if there is a transaction that cannot commit any more
     * @throws UnsupportedException as {@link #publish(OutgoingMessage)}
     */
    CompletionStage<Receipt> publishAsync(OutgoingMessage message);

    /**
     * Publishes several messages and waits once, until each is confirmed.
     *
     * @param messages what to publish, in this order; may be empty
     * @return one receipt for each message, in the same order
     * @throws PublishException if any of them failed: the first failure in order, with the others suppressed in it.
     *     The others were published, except those after one that could not be handed over
     * @throws UnsupportedException if any of them wants what the broker cannot do; then none was published
     */
    List<Receipt> publishAll(List<OutgoingMessage> messages);

    /**
     * Publishes a message for which nobody will ever hear whether it arrived: no confirm, no notice of a missing
     * route. In a transaction it is kept back and confirmed like the others, but not mandatory. It may wait, with a
     * bound, while the window of unconfirmed messages is full or the broker has blocked the connection.
     *
     * @param message what to publish
     * @throws PublishException if it cannot even be handed to the network
     * @throws UnsupportedException as {@link #publish(OutgoingMessage)}
     */
    void tell(OutgoingMessage message);

    /**
     * Sees to a topology: does what its mode says, unless that was done since the connection was made. Exchanges come
     * first, then queues, then bindings. It may be called before each send: that costs one look-up, unless the topology
     * holds something the broker deletes by itself (auto-delete, {@code expires}), which is declared again each time.
     *
     * <p>An exclusive queue lives until this handle, and every other that declared it, is closed.
     *
     * @param topology what must exist
     * @throws TopologyException if the broker has something else or lacks it; the difference is in the message
     * @throws UnsupportedException if the broker cannot do what is asked for; then nothing was declared
     * @throws ConnectException if the connection is lost
     */
    void declare(Topology topology);

    /**
     * Counts the messages that wait in a queue and are not with a consumer; Qpid counts those with a consumer as well.
     *
     * @param queue the queue's name
     * @return how many, or empty if there is no such queue
     * @throws ConsumeException if the broker does not say
     * @throws UnsupportedException if it cannot ({@link Capability#LOOKUP})
     */
    OptionalLong messageCount(String queue);

    /**
     * Removes the messages that wait in a queue and are not with a consumer; Qpid removes those with a consumer as well.
     *
     * @param queue the queue's name
     * @return how many there were
     * @throws ConsumeException if the queue does not exist or the broker refuses
     */
    long purge(String queue);

    /**
     * Deletes a queue with everything in it. Deleting what does not exist does nothing.
     *
     * @param queue the queue's name
     * @throws ConsumeException if the broker refuses
     */
    void deleteQueue(String queue);

    /**
     * Deletes an exchange with its bindings. Deleting what does not exist does nothing.
     *
     * @param exchange the exchange's name
     * @throws ConsumeException if the broker refuses
     */
    void deleteExchange(String exchange);

    /**
     * Takes one message from a queue, if there is one now ({@code basic.get}), to be settled by the caller.
     *
     * @param queue the queue's name
     * @return the delivery, which the caller settles before closing this connection, or empty if the queue is empty
     * @throws ConsumeException if the queue does not exist or the connection is lost
     */
    default Optional<Delivery<byte[]>> fetch(String queue) {
        return fetch(queue, SubscribeOptions.DEFAULT);
    }

    /**
     * Takes one message from a queue, if there is one now ({@code basic.get}).
     *
     * @param queue the queue's name
     * @param options who acknowledges, and when, and what becomes of a message that fails; the rest does not matter here.
     *     A redelivery policy that lets messages wait in place has no place here: they go back at once, and are counted
     * @return the delivery, or empty if the queue is empty
     * @throws ConsumeException if the queue does not exist or the connection is lost
     * @throws UnsupportedException if the broker cannot do with a message that fails what the options ask for
     * @throws ConfigurationException if dead letters of the queue shall go to the queue itself
     */
    Optional<Delivery<byte[]>> fetch(String queue, SubscribeOptions options);

    /**
     * Starts a consumer on a queue. The options' topology is seen to first; their retry schedule does not matter here.
     *
     * @param queue the queue's name; empty for the queue of the topology whose name the broker makes up
     * @param options how to consume
     * @return the running subscription, to be closed by the caller; closing this connection ends it too
     * @throws ConsumeException if the broker refuses (no such queue, exclusive to another, ...)
     * @throws TopologyException as {@link #declare}
     * @throws UnsupportedException if the broker cannot do with messages that fail what the options ask for
     * @throws ConfigurationException if dead letters of the queue shall go to the queue itself
     */
    Subscription subscribe(String queue, SubscribeOptions options);

    /**
     * Tells whether what is published now waits for a transaction, if it has no transaction mode of its own: one that has goes
     * by that.
     *
     * @return true if a transaction is active, even one that cannot commit any more, and the factory's transaction mode joins
     *     it; always false with {@link TransactionMode#NONE}
     */
    boolean isTransacted();

    /**
     * Tells which broker this connection reached.
     *
     * @return product, version and address
     */
    BrokerInfo broker();

    /** Gives the handle back. Unsettled deliveries return to their queues. Does nothing the second time. */
    @Override
    void close();
}
