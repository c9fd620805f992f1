package io.carrotmq;

import io.carrotmq.codec.Codec;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * Sends messages of one type to one place.
 *
 * <p>Injected ({@code @Inject @Exchange("feed") @RoutingKey("importer") Publisher<ImportFeed> feeds}), or made with
 * {@link #of}.
 *
 * <p>Safe by default: messages are persistent and mandatory, and every send ends exactly once: confirmed by the broker,
 * enlisted in the active transaction, or with a typed exception.
 *
 * <p><strong>Threads:</strong> safe for use by any number of threads. <strong>Lifecycle:</strong> it holds no
 * connection between calls; after {@link #close()} it refuses to send.
 *
 * @param <T> the type of the bodies
 */
public interface Publisher<T> extends AutoCloseable {

    /**
     * Makes a publisher.
     *
     * @param connections where connections come from; the publisher does not close it
     * @param codec how bodies are encoded
     * @param options where and how to send
     * @param <T> the type of the bodies
     * @return a publisher, not connected yet
     */
    static <T> Publisher<T> of(ConnectionFactory connections, Codec<T> codec, SendOptions options) {
        return new EncodingPublisher<>(connections, codec, options);
    }

    /**
     * Sends a message; returns when the broker has confirmed this very message. In a JTA transaction that the factory
     * joins it returns at once with a receipt that says so, and the commit waits for the confirm.
     *
     * <p>While no broker can be reached, it waits and tries to connect, up to {@link SendOptions#connectTimeout()}; no
     * attempt starts after that, and the last one may take the connection's own time. An interrupt ends the wait. A
     * message that was sent is never sent a second time.
     *
     * @param body what to send
     * @return the receipt
     * @throws UnroutableException if no queue takes the message
     * @throws MessageRefusedException if the broker refused it
     * @throws PublishBlockedException if the broker takes no messages, for as long as a confirm is waited for
     * @throws ConfirmLostException if it was sent and its confirm did not come: it may have been delivered
     * @throws PublishException the supertype of these, and any other failure after the connection was there; see
     *     {@link PublishException#mayHaveBeenDelivered()}
     * @throws CodecException if the body cannot be encoded; nothing was sent
     * @throws UnsupportedException if the broker cannot do what the options ask for; nothing was sent
     * @throws TopologyException if the broker does not have, or does not accept, the options' topology; nothing was sent
     * @throws ConnectException if no broker can be reached, or at once if it refuses the user; nothing was sent
     */
    Receipt send(T body);

    /**
     * Sends a message without waiting for its confirm. What fails before anything is sent is thrown at once, so that
     * nobody who leaves the stage alone misses it. Unlike the others it does not wait for a broker that cannot be
     * reached: it makes one attempt to connect, and another only if that connection is lost before the message is sent.
     *
     * @param body what to send
     * @return a stage that completes exactly once: with the receipt of the confirm or with the exception {@link #send}
     *     would throw. In a transaction it completes when that has ended
     * @throws CodecException if the body cannot be encoded
     * @throws UnsupportedException if the broker cannot do what the options ask for
     * @throws TopologyException as {@link #send}
     * @throws ConnectException if no broker can be reached by one attempt
     * @throws PublishException if this publisher is closed, or the transaction cannot commit any more
     */
    CompletionStage<Receipt> sendAsync(T body);

    /**
     * Sends several messages and waits once for all confirms; for a broker that cannot be reached, as {@link #send}.
     *
     * @param bodies what to send, in this order; may be empty
     * @return a receipt for each, in the same order
     * @throws PublishException if any of them failed, as {@link Connection#publishAll}
     * @throws CodecException if any body cannot be encoded; then nothing was sent
     * @throws UnsupportedException if the broker cannot do what the options ask for; then nothing was sent
     * @throws TopologyException as {@link #send}
     * @throws ConnectException as {@link #send}
     */
    List<Receipt> sendAll(Collection<? extends T> bodies);

    /**
     * Sends a message unconfirmed: it may be lost and nobody will know. For a broker that cannot be reached, or takes
     * no messages, it waits as {@link #send}.
     *
     * @param body what to send
     * @throws PublishException if it cannot even be handed to the network
     * @throws CodecException as {@link #send}
     * @throws UnsupportedException as {@link #send}
     * @throws TopologyException as {@link #send}
     * @throws ConnectException as {@link #send}
     */
    void tell(T body);

    /**
     * A publisher with changed options; this one stays as it is.
     *
     * @param change makes the new options from the present ones
     * @return the changed publisher
     */
    Publisher<T> with(UnaryOperator<SendOptions> change);

    /**
     * A publisher with another routing key; this one stays as it is.
     *
     * @param routingKey the routing key
     * @return the changed publisher
     */
    default Publisher<T> to(String routingKey) {
        return with(options -> options.routingKey(routingKey));
    }

    /** Makes this publisher refuse to send. Messages on their way are not affected. */
    @Override
    void close();
}
