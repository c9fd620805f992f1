package io.carrotmq.transport.stomp;

import io.carrotmq.ConnectException;
import io.carrotmq.config.BrokerAddress;
import io.carrotmq.config.ConnectionSettings;
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
import java.util.regex.Pattern;

/** Every error text of the STOMP transport, by number. What the engine turns into its own errors has none. */
final class Messages {
    static final System.Logger LOG = System.getLogger("io.carrotmq.transport");

    private static final int NOT_FOUND = 404;
    private static final int PRECONDITION_FAILED = 406;

    private static final Pattern VIRTUAL_HOST = Pattern.compile("(?i)virtual host|vhost");
    private static final Pattern USER = Pattern.compile("(?i)user|password|access refused|login|authenticat|security");

    private Messages() {}

    static ConnectException cannotConnect(
            ConnectionSettings to, BrokerAddress address, String name, long millis, StompException e) {
        ConnectMessages messages = new ConnectMessages(to, name, address.toString());
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
