package io.carrotmq.transport.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;
import io.carrotmq.ConnectException;
import io.carrotmq.config.ConnectionSettings;
import io.carrotmq.transport.ConnectMessages;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;

/** Every error text of the AMQP transport, by number. */
final class Messages {
    static final System.Logger LOG = System.getLogger("io.carrotmq.transport");

    private Messages() {}

    static ConnectException cannotConnect(ConnectionSettings to, String name, long millis, Exception e) {
        ConnectMessages messages = new ConnectMessages(to, name, to.address());
        if (caused(e, UnknownHostException.class) != null) {
            return messages.unknownHost(e);
        }
        if (caused(e, SocketTimeoutException.class) != null || caused(e, TimeoutException.class) != null) {
            return messages.silent("an AMQP broker", millis, e);
        }
        if (caused(e, java.net.ConnectException.class) != null || caused(e, NoRouteToHostException.class) != null) {
            return messages.nobodyListens(e);
        }
        if (caused(e, AuthenticationFailureException.class) != null
                || caused(e, PossibleAuthenticationFailureException.class) != null) {
            return messages.userRefused(e);
        }
        ShutdownSignalException shutdown = caused(e, ShutdownSignalException.class);
        if (shutdown != null
                && shutdown.getReason() instanceof AMQP.Connection.Close close
                && aboutVirtualHost(close.getReplyText())) {
            return messages.virtualHostRefused(close.getReplyCode() + " " + close.getReplyText(), e);
        }
        return messages.other(e);
    }

    /** RabbitMQ says vhost, Qpid virtual host; a limit on its connections is another matter. */
    private static boolean aboutVirtualHost(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return (lower.contains("vhost") || lower.contains("virtual host")) && !lower.contains("limit");
    }

    private static <T extends Throwable> T caused(Throwable e, Class<T> type) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return type.cast(t);
            }
        }
        return null;
    }

    static String listenerFailed(String name, String what) {
        return "CARROT-0401 [" + name + "] " + what + " failed; this is a defect in Carrot, please report the cause";
    }
}
