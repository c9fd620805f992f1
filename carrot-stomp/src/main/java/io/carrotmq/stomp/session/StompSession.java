package io.carrotmq.stomp.session;

import io.carrotmq.stomp.StompProtocolException;
import io.carrotmq.stomp.command.Connected;
import io.carrotmq.stomp.command.HeartBeat;
import io.carrotmq.stomp.command.StompCommands;
import io.carrotmq.stomp.command.StompErrorException;
import io.carrotmq.stomp.command.SubscriptionToken;
import io.carrotmq.stomp.frame.StompFrame;
import io.carrotmq.stomp.frame.StompVersion;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * What a client and a server have said to each other, and so what either may say next: a state machine without I/O and
 * without a clock. Each method for something to send checks that it may be sent now, notes it, and returns the frame; each
 * for something that has come checks that it may come now, and notes that. What is refused changes nothing.
 *
 * <table>
 * <caption>What is possible when</caption>
 * <tr><th>method</th><th>state</th><th>then</th></tr>
 * <tr><td>{@link #connect}</td><td>disconnected</td><td>connecting</td></tr>
 * <tr><td>{@link #connected}</td><td>connecting</td><td>connected</td></tr>
 * <tr><td>{@link #send}, {@link #subscribe}, {@link #unsubscribe}, {@link #ack}, {@link #nack}, {@link #begin},
 *     {@link #commit}, {@link #abort}</td><td>connected</td><td></td></tr>
 * <tr><td>{@link #disconnect}</td><td>connected</td><td>disconnecting</td></tr>
 * <tr><td>{@link #message}, {@link #receipt}</td><td>connected, disconnecting</td><td></td></tr>
 * <tr><td>{@link #close}</td><td>any</td><td>disconnected</td></tr>
 * </table>
 *
 * <p>A session outlives its connections: after {@code close(false)} and a new {@link #connect}, {@link #replay} gives back
 * the subscriptions there were. Nothing else survives: receipts and transactions belong to a connection.
 *
 * <p>Safe for use by any number of threads: a thread that reads and threads that write need no lock for the session itself.
 * But frames must be sent in the order in which they were made wherever that matters (a transaction's {@code BEGIN} before
 * what is in it), which is up to whoever sends them.
 */
public final class StompSession {
    private static final Set<SessionState> DISCONNECTED = EnumSet.of(SessionState.DISCONNECTED);
    private static final Set<SessionState> CONNECTING = EnumSet.of(SessionState.CONNECTING);
    private static final Set<SessionState> CONNECTED = EnumSet.of(SessionState.CONNECTED);
    private static final Set<SessionState> LISTENING = EnumSet.of(SessionState.CONNECTED, SessionState.DISCONNECTING);

    private final List<StompVersion> versions;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<String> receipts = new LinkedHashSet<>();
    private final Set<String> transactions = new LinkedHashSet<>();
    private final Map<SubscriptionToken, Subscription> subscriptions = new LinkedHashMap<>();

    private SessionState state = SessionState.DISCONNECTED;
    private HeartBeat offered = HeartBeat.NONE;
    private Connected connected;
    private long ids;

    /** A session that offers every version. */
    public StompSession() {
        this(Arrays.asList(StompVersion.values()));
    }

    /**
     * A session that offers some versions only.
     *
     * @param versions the versions, one or more
     */
    public StompSession(List<StompVersion> versions) {
        this.versions =
                versions.stream().distinct().sorted(Comparator.naturalOrder()).toList();
        if (this.versions.isEmpty()) {
            throw new IllegalArgumentException("a session needs a version or more");
        }
    }

    /** {@return where it is} */
    public SessionState state() {
        return locked(() -> state);
    }

    /** {@return the version both sides have agreed on; unless they have, the latest that is offered} */
    public StompVersion version() {
        return locked(this::agreedVersion);
    }

    /** {@return the versions it offers, oldest first} */
    public List<StompVersion> versions() {
        return versions;
    }

    /** {@return what the server has said in {@code CONNECTED}; null before it came and after {@link #close}} */
    public Connected server() {
        return locked(() -> connected);
    }

    /** {@return the intervals both sides have agreed on; {@link HeartBeat#NONE} unless they have} */
    public HeartBeat heartBeat() {
        return locked(() -> connected == null ? HeartBeat.NONE : offered.with(connected.heartBeat()));
    }

    /**
     * Makes {@code CONNECT}.
     *
     * @param host the virtual host, or null
     * @param login the user, or null
     * @param passcode the user's password, or null
     * @param heartBeat what the client offers and wants; null means neither, without a header
     * @param headers further headers, or null
     * @return the frame to send
     * @throws StompProtocolException unless the session is disconnected, or as {@link StompCommands#connect} does
     */
    public StompFrame connect(
            String host, String login, String passcode, HeartBeat heartBeat, Map<String, String> headers) {
        return locked(() -> {
            require("CONNECT", DISCONNECTED);
            StompFrame frame = StompCommands.connect(versions, host, login, passcode, heartBeat, headers);
            offered = heartBeat == null ? HeartBeat.NONE : heartBeat;
            state = SessionState.CONNECTING;
            return frame;
        });
    }

    /**
     * Takes the server's answer to {@code CONNECT}. If it is refused, close the session and the connection: the server may
     * speak another version.
     *
     * @param frame what the server sent
     * @return what it says
     * @throws StompErrorException if it is {@code ERROR}
     * @throws StompProtocolException unless the session is connecting, or as {@link StompCommands#connected} does
     */
    public Connected connected(StompFrame frame) {
        return locked(() -> {
            require("CONNECTED", CONNECTING);
            Connected answer = StompCommands.connected(frame, versions);
            connected = answer;
            state = SessionState.CONNECTED;
            return answer;
        });
    }

    /**
     * Makes {@code SEND}.
     *
     * @param destination where to
     * @param body the body, given away
     * @param headers further headers, or null
     * @param transaction the active transaction it belongs to, or null
     * @param receipt the receipt to ask for, or null
     * @return the frame to send
     * @throws StompProtocolException unless the session is connected, the transaction active and the receipt new, or as
     *     {@link StompCommands#send} does
     */
    public StompFrame send(
            String destination, byte[] body, Map<String, String> headers, String transaction, String receipt) {
        return locked(() -> {
            check("SEND", transaction, receipt);
            return noted(StompCommands.send(destination, body, headers, transaction, receipt), receipt);
        });
    }

    /**
     * Makes {@code SUBSCRIBE}.
     *
     * @param subscription what to subscribe to, and how
     * @return the frame to send
     * @throws StompProtocolException unless the session is connected, the subscription and its receipt are new, or as {@link
     *     StompCommands#subscribe} does
     */
    public StompFrame subscribe(Subscription subscription) {
        return locked(() -> {
            check("SUBSCRIBE", null, subscription.receipt());
            SubscriptionToken token = subscription.token();
            if (subscriptions.containsKey(token)) {
                throw Messages.alreadySubscribed(token);
            }
            StompFrame frame = StompCommands.subscribe(
                    subscription.destination(),
                    subscription.id(),
                    subscription.ackMode(),
                    subscription.headers(),
                    subscription.receipt(),
                    agreedVersion());
            subscriptions.put(token, subscription);
            return noted(frame, subscription.receipt());
        });
    }

    /**
     * Makes {@code UNSUBSCRIBE}, and forgets the subscription.
     *
     * @param token which one
     * @param headers further headers, or null
     * @param receipt the receipt to ask for, or null
     * @return the frame to send
     * @throws StompProtocolException unless the session is connected, the subscription known and the receipt new, or as
     *     {@link StompCommands#unsubscribe} does
     */
    public StompFrame unsubscribe(SubscriptionToken token, Map<String, String> headers, String receipt) {
        return locked(() -> {
            check("UNSUBSCRIBE", null, receipt);
            if (!subscriptions.containsKey(token)) {
                throw Messages.notSubscribed(token);
            }
            StompFrame frame = StompCommands.unsubscribe(token, headers, receipt, agreedVersion());
            subscriptions.remove(token);
            return noted(frame, receipt);
        });
    }

    /**
     * Makes {@code ACK}.
     *
     * @param message the {@code MESSAGE} frame, which must have come on this connection
     * @param headers further headers, or null
     * @param transaction the active transaction it belongs to, or null
     * @param receipt the receipt to ask for, or null
     * @return the frame to send
     * @throws StompProtocolException unless the session is connected, the transaction active and the receipt new, or as
     *     {@link StompCommands#ack} does
     */
    public StompFrame ack(StompFrame message, Map<String, String> headers, String transaction, String receipt) {
        return locked(() -> {
            check("ACK", transaction, receipt);
            return noted(StompCommands.ack(message, headers, transaction, receipt, agreedVersion()), receipt);
        });
    }

    /**
     * Makes {@code NACK}, which 1.0 does not have. What servers do with a message then is up to them: RabbitMQ delivers it
     * again, ActiveMQ and Artemis give it up.
     *
     * @param message the {@code MESSAGE} frame, which must have come on this connection
     * @param headers further headers, or null
     * @param transaction the active transaction it belongs to, or null
     * @param receipt the receipt to ask for, or null
     * @return the frame to send
     * @throws StompProtocolException unless the session is connected, the transaction active and the receipt new, or as
     *     {@link StompCommands#nack} does
     */
    public StompFrame nack(StompFrame message, Map<String, String> headers, String transaction, String receipt) {
        return locked(() -> {
            check("NACK", transaction, receipt);
            return noted(StompCommands.nack(message, headers, transaction, receipt, agreedVersion()), receipt);
        });
    }

    /**
     * Makes {@code BEGIN}.
     *
     * @param transaction an id no active transaction has, such as {@link #nextId}
     * @param receipt the receipt to ask for, or null
     * @return the frame to send
     * @throws StompProtocolException unless the session is connected and transaction and receipt are new
     */
    public StompFrame begin(String transaction, String receipt) {
        return locked(() -> {
            check("BEGIN", null, receipt);
            StompFrame frame = StompCommands.begin(transaction, receipt);
            if (!transactions.add(transaction)) {
                throw Messages.transactionActive(transaction);
            }
            return noted(frame, receipt);
        });
    }

    /**
     * Makes {@code COMMIT}; the transaction is over.
     *
     * @param transaction the id of an active one
     * @param receipt the receipt to ask for, or null
     * @return the frame to send
     * @throws StompProtocolException unless the session is connected, the transaction active and the receipt new
     */
    public StompFrame commit(String transaction, String receipt) {
        return locked(() -> {
            check("COMMIT", transaction, receipt);
            StompFrame frame = StompCommands.commit(transaction, receipt);
            transactions.remove(transaction);
            return noted(frame, receipt);
        });
    }

    /**
     * Makes {@code ABORT}; the transaction is over.
     *
     * @param transaction the id of an active one
     * @param receipt the receipt to ask for, or null
     * @return the frame to send
     * @throws StompProtocolException unless the session is connected, the transaction active and the receipt new
     */
    public StompFrame abort(String transaction, String receipt) {
        return locked(() -> {
            check("ABORT", transaction, receipt);
            StompFrame frame = StompCommands.abort(transaction, receipt);
            transactions.remove(transaction);
            return noted(frame, receipt);
        });
    }

    /**
     * Makes {@code DISCONNECT}. Nothing can be sent after it.
     *
     * @param receipt the receipt to ask for, or null
     * @return the frame to send
     * @throws StompProtocolException unless the session is connected and the receipt new
     */
    public StompFrame disconnect(String receipt) {
        return locked(() -> {
            check("DISCONNECT", null, receipt);
            state = SessionState.DISCONNECTING;
            return noted(StompCommands.disconnect(receipt), receipt);
        });
    }

    /**
     * Makes a sign of life.
     *
     * @return the frame to send
     * @throws StompProtocolException if the version has none
     */
    public StompFrame beat() {
        return StompCommands.beat(version());
    }

    /**
     * Takes {@code MESSAGE}.
     *
     * <p>A server of version 1.0 need not say which subscription a message is for: then it is for the one to its
     * destination, of several the one made first, whether or not that has an id.
     *
     * @param frame what the server sent
     * @return the subscription it is for; null if there is none, or none any more: messages may be on their way when a
     *     subscription ends, and RabbitMQ answers to temporary queues nobody has subscribed to
     * @throws StompProtocolException unless the session is connected or disconnecting, or as {@link StompCommands#message}
     *     does
     */
    public Subscription message(StompFrame frame) {
        return locked(() -> {
            require("MESSAGE", LISTENING);
            SubscriptionToken token = StompCommands.message(frame, agreedVersion());
            Subscription subscription = subscriptions.get(token);
            return subscription == null && !token.isId() ? firstTo(token.value()) : subscription;
        });
    }

    /**
     * Takes {@code RECEIPT}.
     *
     * @param frame what the server sent
     * @return the receipt's id, which is not awaited any more
     * @throws StompProtocolException unless the session is connected or disconnecting and the receipt awaited, or as {@link
     *     StompCommands#receipt} does
     */
    public String receipt(StompFrame frame) {
        return locked(() -> {
            require("RECEIPT", LISTENING);
            String receipt = StompCommands.receipt(frame);
            if (!receipts.remove(receipt)) {
                throw Messages.receiptUnexpected(receipt);
            }
            return receipt;
        });
    }

    /**
     * Ends the session, in whatever state it is: receipts and transactions are forgotten, and the version is again the
     * latest that is offered.
     *
     * @param flush whether to forget the subscriptions, too; otherwise {@link #replay} has them
     */
    public void close(boolean flush) {
        locked(() -> {
            state = SessionState.DISCONNECTED;
            connected = null;
            offered = HeartBeat.NONE;
            receipts.clear();
            transactions.clear();
            if (flush) {
                subscriptions.clear();
            }
            return null;
        });
    }

    /**
     * Takes the subscriptions out, to be subscribed again after a reconnection: each exactly as it was, with its ack mode,
     * its headers and its receipt.
     *
     * @return them in the order in which they were made; nothing if it is called again
     */
    public List<Subscription> replay() {
        return locked(() -> {
            List<Subscription> replay = List.copyOf(subscriptions.values());
            subscriptions.clear();
            return replay;
        });
    }

    /** {@return the subscriptions there are, in the order in which they were made} */
    public List<Subscription> subscriptions() {
        return locked(() -> List.copyOf(subscriptions.values()));
    }

    /** {@return the receipts that are awaited, in the order in which they were asked for} */
    public List<String> receipts() {
        return locked(() -> List.copyOf(receipts));
    }

    /** {@return the transactions that are active, in the order in which they were begun} */
    public List<String> transactions() {
        return locked(() -> List.copyOf(transactions));
    }

    /** {@return an id this session has not given before and does not use, for a transaction, a receipt or a subscription} */
    public String nextId() {
        return locked(() -> {
            String id;
            do {
                id = Long.toString(++ids);
            } while (receipts.contains(id)
                    || transactions.contains(id)
                    || subscriptions.containsKey(SubscriptionToken.id(id)));
            return id;
        });
    }

    private StompVersion agreedVersion() {
        return connected == null ? versions.get(versions.size() - 1) : connected.version();
    }

    private Subscription firstTo(String destination) {
        for (Subscription subscription : subscriptions.values()) {
            if (subscription.destination().equals(destination)) {
                return subscription;
            }
        }
        return null;
    }

    private void require(String operation, Set<SessionState> allowed) {
        if (!allowed.contains(state)) {
            throw Messages.wrongState(operation, state, allowed);
        }
    }

    private void check(String operation, String transaction, String receipt) {
        require(operation, CONNECTED);
        if (transaction != null && !transactions.contains(transaction)) {
            throw Messages.transactionUnknown(transaction);
        }
        if (receipt != null && receipts.contains(receipt)) {
            throw Messages.receiptPending(receipt);
        }
    }

    private StompFrame noted(StompFrame frame, String receipt) {
        if (receipt != null) {
            receipts.add(receipt);
        }
        return frame;
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
