package io.carrotmq.stomp.command;

import io.carrotmq.stomp.frame.StompFrame;
import io.carrotmq.stomp.frame.StompVersion;
import java.util.List;
import java.util.Map;

/**
 * Makes client frames and checks server frames. Each method throws {@link io.carrotmq.stomp.StompProtocolException} for what
 * the version does not know or what lacks something. A header argument that is null is left away; {@code headers} come after
 * those the command has of its own, which they cannot replace.
 */
public final class StompCommands {
    private StompCommands() {}

    /**
     * {@code CONNECT}.
     *
     * @param versions what the client understands; {@code accept-version} is left away for 1.0 alone
     * @param host the virtual host, or null; written from 1.1 on
     * @param login the user, or null
     * @param passcode the user's password, or null
     * @param heartBeat what the client offers and wants; null leaves the header away
     * @param headers further headers, such as {@code client-id}
     * @return the frame
     */
    public static StompFrame connect(
            List<StompVersion> versions,
            String host,
            String login,
            String passcode,
            HeartBeat heartBeat,
            Map<String, String> headers) {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * Checks {@code CONNECTED}.
     *
     * @param frame what the server sent
     * @param offered the versions of {@code CONNECT}
     * @return what it says
     * @throws io.carrotmq.stomp.command.StompErrorException if it is {@code ERROR}
     */
    public static Connected connected(StompFrame frame, List<StompVersion> offered) {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * {@code DISCONNECT}.
     *
     * @param receipt the receipt to ask for, or null
     * @return the frame
     */
    public static StompFrame disconnect(String receipt) {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * {@code SEND}, always with {@code content-length} unless {@code headers} have it with the value {@code omit} (ActiveMQ
     * takes a body without it for text).
     *
     * @param destination where to
     * @param body the body, given away
     * @param headers further headers
     * @param transaction the transaction it belongs to, or null
     * @param receipt the receipt to ask for, or null
     * @return the frame
     */
    public static StompFrame send(
            String destination, byte[] body, Map<String, String> headers, String transaction, String receipt) {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * {@code SUBSCRIBE}.
     *
     * @param destination what to subscribe to
     * @param id the subscription's id; null is possible in 1.0 alone
     * @param mode how to acknowledge; null leaves the header away, which means {@link AckMode#AUTO}
     * @param headers further headers
     * @param receipt the receipt to ask for, or null
     * @param version the version both sides have agreed on
     * @return the frame
     */
    public static StompFrame subscribe(
            String destination,
            String id,
            AckMode mode,
            Map<String, String> headers,
            String receipt,
            StompVersion version) {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * {@code UNSUBSCRIBE}.
     *
     * @param subscription which one
     * @param headers further headers
     * @param receipt the receipt to ask for, or null
     * @param version the version both sides have agreed on
     * @return the frame
     */
    public static StompFrame unsubscribe(
            SubscriptionToken subscription, Map<String, String> headers, String receipt, StompVersion version) {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * {@code ACK} of a message.
     *
     * @param message the {@code MESSAGE} frame
     * @param headers further headers
     * @param transaction the transaction it belongs to, or null
     * @param receipt the receipt to ask for, or null
     * @param version the version both sides have agreed on
     * @return the frame
     */
    public static StompFrame ack(
            StompFrame message, Map<String, String> headers, String transaction, String receipt, StompVersion version) {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * {@code NACK} of a message; 1.0 has none.
     *
     * @param message the {@code MESSAGE} frame
     * @param headers further headers
     * @param transaction the transaction it belongs to, or null
     * @param receipt the receipt to ask for, or null
     * @param version the version both sides have agreed on
     * @return the frame
     */
    public static StompFrame nack(
            StompFrame message, Map<String, String> headers, String transaction, String receipt, StompVersion version) {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * {@code BEGIN}.
     *
     * @param transaction its id
     * @param receipt the receipt to ask for, or null
     * @return the frame
     */
    public static StompFrame begin(String transaction, String receipt) {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * {@code COMMIT}.
     *
     * @param transaction its id
     * @param receipt the receipt to ask for, or null
     * @return the frame
     */
    public static StompFrame commit(String transaction, String receipt) {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * {@code ABORT}.
     *
     * @param transaction its id
     * @param receipt the receipt to ask for, or null
     * @return the frame
     */
    public static StompFrame abort(String transaction, String receipt) {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * Checks {@code MESSAGE}.
     *
     * @param frame what the server sent
     * @param version the version both sides have agreed on
     * @return the subscription it is for
     */
    public static SubscriptionToken message(StompFrame frame, StompVersion version) {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * Checks {@code RECEIPT}.
     *
     * @param frame what the server sent
     * @return the receipt's id
     */
    public static String receipt(StompFrame frame) {
        throw new UnsupportedOperationException("not yet");
    }
}
