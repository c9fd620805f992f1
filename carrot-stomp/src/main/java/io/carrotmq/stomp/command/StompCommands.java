package io.carrotmq.stomp.command;

import io.carrotmq.stomp.frame.StompFrame;
import io.carrotmq.stomp.frame.StompVersion;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes client frames and checks server frames: pure functions, for any thread. Each throws {@link
 * io.carrotmq.stomp.StompProtocolException} for what the version does not know or what lacks something.
 *
 * <p>A header argument that is null is left away. A command's own headers stand in the order of their names, the further
 * {@code headers} behind them as given, then {@code receipt} and {@code transaction}. One of {@code headers} with the name
 * of an own one, of {@code receipt} or of {@code transaction} is refused: two of a name would be one too many, and leaving
 * one away in silence would be worse. {@code headers} may be null, and its values, too: those are left away.
 */
public final class StompCommands {
    private static final String ACCEPT_VERSION = "accept-version";
    private static final String ACK = "ack";
    private static final String CONTENT_LENGTH = "content-length";
    private static final String DESTINATION = "destination";
    private static final String HEART_BEAT = "heart-beat";
    private static final String HOST = "host";
    private static final String ID = "id";
    private static final String LOGIN = "login";
    private static final String MESSAGE_ID = "message-id";
    private static final String PASSCODE = "passcode";
    private static final String RECEIPT = "receipt";
    private static final String RECEIPT_ID = "receipt-id";
    private static final String SUBSCRIPTION = "subscription";
    private static final String TRANSACTION = "transaction";

    private static final Set<String> CONNECT_OWN =
            Set.of(ACCEPT_VERSION, HEART_BEAT, HOST, LOGIN, PASSCODE, RECEIPT, TRANSACTION);
    private static final Set<String> SEND_OWN = Set.of(CONTENT_LENGTH, DESTINATION, RECEIPT, TRANSACTION);
    private static final Set<String> SUBSCRIBE_OWN = Set.of(ACK, DESTINATION, ID, RECEIPT, TRANSACTION);
    private static final Set<String> UNSUBSCRIBE_OWN = Set.of(DESTINATION, ID, RECEIPT, TRANSACTION);
    private static final Set<String> ACK_OWN = Set.of(ID, MESSAGE_ID, SUBSCRIPTION, RECEIPT, TRANSACTION);

    private static final String GIVE_IT = "give it";
    private static final String BROKEN_SERVER = "the server breaks the protocol, report it there";

    /** The value of {@code content-length} that leaves it away. */
    private static final String OMIT = "omit";

    private StompCommands() {}

    /**
     * {@code CONNECT}, which servers of all versions take.
     *
     * @param versions what the client understands, one or more in any order; {@code accept-version} is left away for 1.0
     *     alone
     * @param host the virtual host; written unless 1.0 alone is offered. Null leaves it away, although 1.1 and later ask
     *     for it: RabbitMQ takes its default virtual host then, and others have none. An empty one is written
     * @param login the user, or null
     * @param passcode the user's password, or null
     * @param heartBeat what the client offers and wants; null leaves the header away. 1.0 alone has none:
     *     any but {@link HeartBeat#NONE} is refused
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
        return hello("CONNECT", versions, host, login, passcode, heartBeat, headers);
    }

    /**
     * {@code STOMP}, which 1.1 has put beside {@code CONNECT} for servers that must tell STOMP from other protocols by the
     * first bytes. Arguments are those of {@link #connect}.
     *
     * @param versions what the client understands; 1.1 or later among them, as 1.0 does not know the command
     * @param host the virtual host, or null
     * @param login the user, or null
     * @param passcode the user's password, or null
     * @param heartBeat what the client offers and wants; null leaves the header away
     * @param headers further headers
     * @return the frame
     */
    public static StompFrame stomp(
            List<StompVersion> versions,
            String host,
            String login,
            String passcode,
            HeartBeat heartBeat,
            Map<String, String> headers) {
        if (isOldest(versions)) {
            throw Messages.notInVersion("command STOMP", StompVersion.V1_0);
        }
        return hello("STOMP", versions, host, login, passcode, heartBeat, headers);
    }

    private static StompFrame hello(
            String command,
            List<StompVersion> versions,
            String host,
            String login,
            String passcode,
            HeartBeat heartBeat,
            Map<String, String> headers) {
        boolean oldest = isOldest(versions);
        if (oldest && heartBeat != null && !heartBeat.equals(HeartBeat.NONE)) {
            throw Messages.notInVersion("heart-beats", StompVersion.V1_0);
        }
        return StompFrame.builder(command)
                .header(ACCEPT_VERSION, oldest ? null : texts(versions))
                .header(HEART_BEAT, oldest || heartBeat == null ? null : heartBeat.text())
                .header(HOST, oldest ? null : host)
                .header(LOGIN, login)
                .header(PASSCODE, passcode)
                .headers(further(command, headers, CONNECT_OWN))
                .build();
    }

    private static boolean isOldest(List<StompVersion> versions) {
        if (versions.isEmpty()) {
            throw Messages.headerMissing("CONNECT", ACCEPT_VERSION, "offer one version or more");
        }
        return versions.stream().allMatch(version -> version == StompVersion.V1_0);
    }

    private static String texts(List<StompVersion> versions) {
        return versions.stream()
                .distinct()
                .sorted(Comparator.naturalOrder())
                .map(StompVersion::text)
                .collect(Collectors.joining(","));
    }

    /**
     * Checks {@code CONNECTED}.
     *
     * @param frame what the server sent
     * @param offered the versions of {@code CONNECT}
     * @return what it says; without a header {@code version} that is 1.0, which has no heart-beats
     * @throws StompErrorException if it is {@code ERROR}
     * @throws io.carrotmq.stomp.StompProtocolException if it is another frame, the version was not offered, or the
     *     heart-beat is malformed
     */
    public static Connected connected(StompFrame frame, List<StompVersion> offered) {
        refuseError(frame);
        expect("CONNECTED", frame);
        String text = frame.header("version");
        StompVersion version = text == null ? StompVersion.V1_0 : StompVersion.of(text);
        if (version == null || !offered.contains(version)) {
            throw Messages.versionNotOffered(text == null ? StompVersion.V1_0.text() : text, offered);
        }
        HeartBeat heartBeat = version == StompVersion.V1_0 ? HeartBeat.NONE : HeartBeat.parse(frame.header(HEART_BEAT));
        return new Connected(version, frame.header("server"), frame.header("session"), heartBeat, frame);
    }

    /**
     * {@code DISCONNECT}.
     *
     * @param receipt the receipt to ask for, or null
     * @return the frame
     */
    public static StompFrame disconnect(String receipt) {
        return StompFrame.builder("DISCONNECT").header(RECEIPT, receipt).build();
    }

    /**
     * {@code SEND}, always with {@code content-length} unless {@code headers} have it with the value {@code omit}: ActiveMQ
     * takes a body without it for text. A body with a NUL, which
     * would end the frame, has it all the same.
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
        require("SEND", DESTINATION, destination);
        String length = Integer.toString(body.length);
        String given = headers == null ? null : headers.get(CONTENT_LENGTH);
        boolean omitted = OMIT.equals(given) && !hasNul(body);
        StompFrame.Builder frame = StompFrame.builder("SEND")
                .header(CONTENT_LENGTH, omitted ? null : length)
                .header(DESTINATION, destination);
        if (headers != null) {
            for (Map.Entry<String, String> header : headers.entrySet()) {
                if (!isLength(header, length)) {
                    frame.header(checked("SEND", header.getKey(), SEND_OWN), header.getValue());
                }
            }
        }
        return frame.header(RECEIPT, receipt)
                .header(TRANSACTION, transaction)
                .body(body)
                .build();
    }

    /** A length that is right does no harm: a message sent on has one. */
    private static boolean isLength(Map.Entry<String, String> header, String length) {
        return header.getKey().equals(CONTENT_LENGTH)
                && (OMIT.equals(header.getValue()) || length.equals(header.getValue()));
    }

    private static boolean hasNul(byte[] body) {
        for (byte octet : body) {
            if (octet == 0) {
                return true;
            }
        }
        return false;
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
        require("SUBSCRIBE", DESTINATION, destination);
        if (id == null && version != StompVersion.V1_0) {
            throw Messages.headerMissing("SUBSCRIBE", ID, "give one: only STOMP 1.0 can do without");
        }
        return StompFrame.builder("SUBSCRIBE")
                .header(ACK, mode == null ? null : mode.text())
                .header(DESTINATION, destination)
                .header(ID, id)
                .headers(further("SUBSCRIBE", headers, SUBSCRIBE_OWN))
                .header(RECEIPT, receipt)
                .build();
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
        if (!subscription.isId() && version != StompVersion.V1_0) {
            throw Messages.headerMissing("UNSUBSCRIBE", ID, "give one: only STOMP 1.0 can do without");
        }
        return StompFrame.builder("UNSUBSCRIBE")
                .header(subscription.header(), subscription.value())
                .headers(further("UNSUBSCRIBE", headers, UNSUBSCRIBE_OWN))
                .header(RECEIPT, receipt)
                .build();
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
        return settle("ACK", message, headers, transaction, receipt, version);
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
        if (version == StompVersion.V1_0) {
            throw Messages.notInVersion("command NACK", version);
        }
        return settle("NACK", message, headers, transaction, receipt, version);
    }

    private static StompFrame settle(
            String command,
            StompFrame message,
            Map<String, String> headers,
            String transaction,
            String receipt,
            StompVersion version) {
        expect("MESSAGE", message);
        StompFrame.Builder frame = StompFrame.builder(command);
        switch (version) {
            case V1_0 ->
                frame.header(MESSAGE_ID, own(message, MESSAGE_ID)).header(SUBSCRIPTION, message.header(SUBSCRIPTION));
            case V1_1 ->
                frame.header(MESSAGE_ID, own(message, MESSAGE_ID)).header(SUBSCRIPTION, own(message, SUBSCRIPTION));
            case V1_2 -> frame.header(ID, own(message, ACK));
        }
        return frame.headers(further(command, headers, ACK_OWN))
                .header(RECEIPT, receipt)
                .header(TRANSACTION, transaction)
                .build();
    }

    private static String own(StompFrame message, String header) {
        String value = message.header(header);
        if (value == null) {
            throw Messages.headerMissing(
                    "MESSAGE", header, "it cannot be acknowledged: subscribe with another ack mode than auto");
        }
        return value;
    }

    /**
     * {@code BEGIN}.
     *
     * @param transaction its id
     * @param receipt the receipt to ask for, or null
     * @return the frame
     */
    public static StompFrame begin(String transaction, String receipt) {
        return bracket("BEGIN", transaction, receipt);
    }

    /**
     * {@code COMMIT}.
     *
     * @param transaction its id
     * @param receipt the receipt to ask for, or null
     * @return the frame
     */
    public static StompFrame commit(String transaction, String receipt) {
        return bracket("COMMIT", transaction, receipt);
    }

    /**
     * {@code ABORT}.
     *
     * @param transaction its id
     * @param receipt the receipt to ask for, or null
     * @return the frame
     */
    public static StompFrame abort(String transaction, String receipt) {
        return bracket("ABORT", transaction, receipt);
    }

    private static StompFrame bracket(String command, String transaction, String receipt) {
        require(command, TRANSACTION, transaction);
        return StompFrame.builder(command)
                .header(RECEIPT, receipt)
                .header(TRANSACTION, transaction)
                .build();
    }

    /**
     * A sign of life; 1.0 has none.
     *
     * @param version the version both sides have agreed on
     * @return {@link StompFrame#HEART_BEAT}
     */
    public static StompFrame beat(StompVersion version) {
        if (version == StompVersion.V1_0) {
            throw Messages.notInVersion("heart-beats", version);
        }
        return StompFrame.HEART_BEAT;
    }

    /**
     * Checks {@code MESSAGE}.
     *
     * @param frame what the server sent
     * @param version the version both sides have agreed on
     * @return the subscription it is for: by its id, or, in 1.0 without one, by its destination
     */
    public static SubscriptionToken message(StompFrame frame, StompVersion version) {
        expect("MESSAGE", frame);
        require("MESSAGE", MESSAGE_ID, frame.header(MESSAGE_ID), BROKEN_SERVER);
        String destination = require("MESSAGE", DESTINATION, frame.header(DESTINATION), BROKEN_SERVER);
        String subscription = frame.header(SUBSCRIPTION);
        if (subscription != null) {
            return SubscriptionToken.id(subscription);
        }
        if (version != StompVersion.V1_0) {
            throw Messages.headerMissing("MESSAGE", SUBSCRIPTION, BROKEN_SERVER);
        }
        return SubscriptionToken.destination(destination);
    }

    /**
     * Checks {@code RECEIPT}.
     *
     * @param frame what the server sent
     * @return the receipt's id
     */
    public static String receipt(StompFrame frame) {
        expect("RECEIPT", frame);
        return require("RECEIPT", RECEIPT_ID, frame.header(RECEIPT_ID), BROKEN_SERVER);
    }

    /**
     * Checks {@code ERROR}, after which a server ends the connection.
     *
     * @param frame what the server sent
     * @return what to throw, with the frame and the first line of what it says
     */
    public static StompErrorException error(StompFrame frame) {
        expect("ERROR", frame);
        return Messages.error(frame);
    }

    private static void refuseError(StompFrame frame) {
        if (frame.command().equals("ERROR")) {
            throw Messages.error(frame);
        }
    }

    private static void expect(String command, StompFrame frame) {
        if (!frame.command().equals(command)) {
            throw Messages.unexpectedFrame(command, frame);
        }
    }

    private static void require(String command, String header, String value) {
        require(command, header, value, GIVE_IT);
    }

    private static String require(String command, String header, String value, String remedy) {
        if (value == null) {
            throw Messages.headerMissing(command, header, remedy);
        }
        return value;
    }

    private static Map<String, String> further(String command, Map<String, String> headers, Set<String> own) {
        if (headers == null) {
            return Map.of();
        }
        headers.keySet().forEach(name -> checked(command, name, own));
        return headers;
    }

    private static String checked(String command, String name, Set<String> own) {
        if (own.contains(name)) {
            throw Messages.ownHeader(command, name);
        }
        return name;
    }
}
