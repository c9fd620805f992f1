package io.carrotmq.transport.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;
import io.carrotmq.ConnectException;
import io.carrotmq.config.ConnectionSettings;
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
        String where = "[" + name + "] " + to.address();
        if (caused(e, UnknownHostException.class) != null) {
            return new ConnectException(
                    "CARROT-0201", where + ": no host of that name is known; check connectionUri", true, e);
        }
        if (caused(e, SocketTimeoutException.class) != null || caused(e, TimeoutException.class) != null) {
            return new ConnectException(
                    "CARROT-0203",
                    where + " did not answer within connectTimeoutMillis ("
                            + to.connectTimeout().toMillis()
                            + "; gave up after " + millis
                            + " ms); check that an AMQP broker serves that port, or raise the limit",
                    true,
                    e);
        }
        if (caused(e, java.net.ConnectException.class) != null || caused(e, NoRouteToHostException.class) != null) {
            return new ConnectException(
                    "CARROT-0202", where + ": nothing listens there; start the broker or check connectionUri", true, e);
        }
        if (caused(e, AuthenticationFailureException.class) != null
                || caused(e, PossibleAuthenticationFailureException.class) != null) {
            return new ConnectException(
                    "CARROT-0204",
                    where + " refused user '" + to.userName() + "'; check userName and password, and that the user may "
                            + "use virtual host '" + to.virtualHost() + "'",
                    false,
                    e);
        }
        ShutdownSignalException shutdown = caused(e, ShutdownSignalException.class);
        if (shutdown != null
                && shutdown.getReason() instanceof AMQP.Connection.Close close
                && aboutVirtualHost(close.getReplyText())) {
            return new ConnectException(
                    "CARROT-0205",
                    where + " refused virtual host '" + to.virtualHost() + "' to user '" + to.userName() + "' ("
                            + close.getReplyCode() + " " + close.getReplyText()
                            + "); create it or change virtualHost",
                    false,
                    e);
        }
        return new ConnectException(
                "CARROT-0206", where + " cannot be connected to (" + e + "); see the cause", true, e);
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
