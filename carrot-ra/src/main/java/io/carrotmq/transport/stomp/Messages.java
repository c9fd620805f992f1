package io.carrotmq.transport.stomp;

import io.carrotmq.ConnectException;
import io.carrotmq.config.BrokerAddress;
import io.carrotmq.config.ConnectionSettings;
import io.carrotmq.stomp.StompException;
import io.carrotmq.stomp.StompTimeoutException;
import io.carrotmq.stomp.command.StompErrorException;
import io.carrotmq.transport.Closure;
import io.carrotmq.transport.TransportException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;

/** Every error text of the STOMP transport, by number. What the engine turns into its own errors has none. */
final class Messages {
    static final System.Logger LOG = System.getLogger("io.carrotmq.transport");

    private static final int NOT_FOUND = 404;
    private static final int PRECONDITION_FAILED = 406;

    private Messages() {}

    static ConnectException cannotConnect(
            ConnectionSettings to, BrokerAddress address, String name, long millis, StompException e) {
        String where = "[" + name + "] " + address;
        if (caused(e, UnknownHostException.class)) {
            return new ConnectException(
                    "CARROT-0201", where + ": no host of that name is known; check connectionUri", true, e);
        }
        if (caused(e, StompTimeoutException.class) || caused(e, java.net.SocketTimeoutException.class)) {
            return new ConnectException(
                    "CARROT-0203",
                    where + " did not answer within connectTimeoutMillis ("
                            + to.connectTimeout().toMillis() + "; gave up after " + millis
                            + " ms); check that a STOMP broker serves that port, or raise the limit",
                    true,
                    e);
        }
        if (caused(e, java.net.ConnectException.class) || caused(e, NoRouteToHostException.class)) {
            return new ConnectException(
                    "CARROT-0202", where + ": nothing listens there; start the broker or check connectionUri", true, e);
        }
        if (e instanceof StompErrorException error && error.frame() != null) {
            return refused(to, where, Texts.words(error.frame()), e);
        }
        return new ConnectException(
                "CARROT-0206", where + " cannot be connected to (" + e + "); see the cause", true, e);
    }

    private static ConnectException refused(ConnectionSettings to, String where, String words, StompException e) {
        String lower = words.toLowerCase(Locale.ROOT);
        if (lower.contains("virtual host") || lower.contains("vhost")) {
            return new ConnectException(
                    "CARROT-0205",
                    where + " refused virtual host '" + to.virtualHost() + "' to user '" + to.userName() + "' (" + words
                            + "); create it or change virtualHost",
                    false,
                    e);
        }
        boolean user = lower.contains("user")
                || lower.contains("password")
                || lower.contains("access refused")
                || lower.contains("login")
                || lower.contains("authenticat");
        return user
                ? new ConnectException(
                        "CARROT-0204",
                        where + " refused user '" + to.userName() + "' (" + words
                                + "); check userName and password, and that the user may use virtual host '"
                                + to.virtualHost() + "'",
                        false,
                        e)
                : new ConnectException("CARROT-0206", where + " cannot be connected to (" + words + ")", true, e);
    }

    private static boolean caused(Throwable e, Class<? extends Throwable> type) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return true;
            }
        }
        return false;
    }

    static String listenerFailed(String name, String what) {
        return "CARROT-0480 [" + name + "] " + what + " failed; this is a defect in Carrot, please report the cause";
    }

    static String strangeMessage(String name, String subscription) {
        return "CARROT-0481 [" + name + "] a message came for subscription '" + subscription
                + "', which this channel does not have; it goes back to its queue when the channel ends";
    }

    static TransportException notFound(String what) {
        return refused(NOT_FOUND, "NOT_FOUND - no " + what);
    }

    static TransportException refused(int replyCode, String words) {
        return new TransportException(new Closure(false, false, replyCode, words, null));
    }

    static TransportException argumentLeftAway(String of, String argument) {
        return refused(
                PRECONDITION_FAILED, "the argument '" + argument + "' of a " + of + " does not pass through STOMP");
    }

    static Closure silent(Duration bound) {
        return new Closure(false, false, 0, "no answer within " + bound.toMillis() + " ms", null);
    }

    static IllegalArgumentException unspeakable(String name) {
        return new IllegalArgumentException(
                "the name '" + name + "' contains %2F, which RabbitMQ takes for a slash in STOMP");
    }
}
