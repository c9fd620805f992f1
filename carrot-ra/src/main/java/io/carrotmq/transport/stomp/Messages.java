package io.carrotmq.transport.stomp;

import io.carrotmq.Capability;
import io.carrotmq.ConnectException;
import io.carrotmq.UnsupportedException;
import io.carrotmq.stomp.StompException;
import io.carrotmq.stomp.StompTimeoutException;
import io.carrotmq.stomp.command.StompErrorException;
import io.carrotmq.transport.Closure;
import io.carrotmq.transport.ConnectMessages;
import io.carrotmq.transport.TransportException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Every error text of the STOMP transport, by number. What the engine turns into its own errors has none. */
final class Messages {
    static final System.Logger LOG = System.getLogger("io.carrotmq.transport");

    private static final int NOT_FOUND = 404;
    private static final int PRECONDITION_FAILED = 406;
    private static final int COMMAND_INVALID = 503;
    private static final int NOT_IMPLEMENTED = 540;

    private static final Pattern VIRTUAL_HOST = Pattern.compile("(?i)virtual host|vhost");
    private static final Pattern USER = Pattern.compile("(?i)user|password|access refused|login|authenticat|security");

    private Messages() {}

    static ConnectException cannotConnect(Door door, long millis, StompException e) {
        ConnectMessages messages =
                new ConnectMessages(door.settings(), door.name(), door.address().toString());
        if (caused(e, UnknownHostException.class)) {
            return messages.unknownHost(e);
        }
        if (caused(e, StompTimeoutException.class) || caused(e, SocketTimeoutException.class)) {
            return messages.silent("a STOMP broker", millis, e);
        }
        if (caused(e, java.net.ConnectException.class) || caused(e, NoRouteToHostException.class)) {
            return messages.nobodyListens(e);
        }
        if (e instanceof StompErrorException error && error.frame() != null) {
            String words = Texts.words(error.frame());
            if (VIRTUAL_HOST.matcher(words).find()) {
                return messages.virtualHostRefused(words, e);
            }
            if (USER.matcher(words).find()) {
                return messages.userRefused(e);
            }
        }
        return messages.other(e);
    }

    private static boolean caused(Throwable e, Class<? extends Throwable> type) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return true;
            }
        }
        return false;
    }

    static ConnectException unknownBroker(Door door, String server) {
        return new ConnectException(
                "CARROT-0481",
                "[" + door.name() + "] " + door.address() + " speaks STOMP and "
                        + (server == null ? "does not say what it is" : "calls itself '" + server + "'")
                        + ", but only RabbitMQ, ActiveMQ Classic and Artemis can be used here; check connectionUri, or use"
                        + " the library carrot-stomp alone",
                false,
                null);
    }

    static String listenerFailed(String name, String what) {
        return "CARROT-0480 [" + name + "] " + what + " failed; this is a defect in Carrot, please report the cause";
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

    static TransportException settlesNothing(String source) {
        return refused(
                PRECONDITION_FAILED,
                "RabbitMQ sends what comes to '" + source
                        + "' without expecting acknowledgements; consume with Acknowledgement.NONE");
    }

    static TransportException innerHash(String pattern) {
        return refused(
                NOT_IMPLEMENTED,
                "ActiveMQ has # at the end of a pattern only, which '" + pattern
                        + "' has before; bind with several patterns");
    }

    static TransportException twoCopies(String queue, String exchange, String one, String other) {
        return refused(
                NOT_IMPLEMENTED,
                "queue '" + queue + "' is bound to '" + exchange + "' with '" + one
                        + "' already, and ActiveMQ would give it two copies of a message that matches '" + other
                        + "' as well; bind with patterns that have nothing in common");
    }

    static TransportException noSuchType(String exchange, String type, Set<String> known) {
        return refused(
                COMMAND_INVALID,
                "exchange '" + exchange + "' is of type '" + type + "', and ActiveMQ can be a "
                        + String.join(", ", new TreeSet<>(known)) + " exchange only");
    }

    static TransportException otherType(String exchange, String type, String there) {
        return refused(
                PRECONDITION_FAILED,
                "PRECONDITION_FAILED - exchange '" + exchange + "' is of type '" + there + "', not '" + type + "'");
    }

    static TransportException tooManyPriorities(Object value) {
        return refused(
                PRECONDITION_FAILED,
                "PRECONDITION_FAILED - " + value + " is no highest priority for Artemis, where it is 9 at most");
    }

    static TransportException unendedBrowsing(String destination, Duration bound) {
        return refused(0, "browsing " + destination + " did not end: nothing came for " + bound.toMillis() + " ms");
    }

    static IllegalArgumentException unspeakableQueue(String name, String broker, String what) {
        return new IllegalArgumentException("CARROT-0490 the queue name '" + name + "' cannot be had on " + broker
                + ", to which " + what + " mean something, and which needs a name; choose another");
    }

    static UnsupportedException noExchanges(String exchange, String broker) {
        return new UnsupportedException(
                "CARROT-0491",
                "there is no exchange '" + exchange + "': " + broker
                        + " has none by STOMP; send to a queue, or to a topic by a routing key such as '/topic/prices'",
                Capability.EXCHANGES);
    }

    static IllegalArgumentException headerTooLong(String name, int length, int limit) {
        return new IllegalArgumentException("CARROT-0492 the header '" + name + "' takes " + length
                + " bytes, and ActiveMQ ends a connection over one of more than " + limit + "; put it into the body");
    }

    static IllegalArgumentException tooManyHeaders(int count, int limit) {
        return new IllegalArgumentException("CARROT-0493 the message has " + count
                + " headers, and ActiveMQ ends a connection over more than " + limit + "; put some into the body");
    }

    static TransportException isDestination(String name) {
        return refused(
                PRECONDITION_FAILED,
                "'" + name + "' begins with a slash and is a destination of the broker's, no queue");
    }

    static String tooLargeForRabbitMq(int largestBody, int mostHeaders, int largestFrame, int headers) {
        return "; RabbitMQ ends a connection over a frame of more than stomp.max_frame_size (" + largestFrame
                + " bytes unless it is set otherwise) or " + headers + " headers, and there was a message with "
                + largestBody + " bytes or " + mostHeaders + " headers";
    }

    static Closure silent(Duration bound) {
        return new Closure(false, false, 0, "no answer within " + bound.toMillis() + " ms", null);
    }

    static IllegalArgumentException unspeakable(String name) {
        return new IllegalArgumentException(
                "the name '" + name + "' contains %2F, which RabbitMQ takes for a slash in STOMP");
    }
}
