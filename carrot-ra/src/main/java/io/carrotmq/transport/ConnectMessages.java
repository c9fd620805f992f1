package io.carrotmq.transport;

import io.carrotmq.ConnectException;
import io.carrotmq.config.ConnectionSettings;

/** The error texts of an attempt to connect that failed, by number, whatever the protocol. */
public final class ConnectMessages {
    private final ConnectionSettings to;
    private final String where;

    /**
     * Makes those of one attempt.
     *
     * @param to what was asked for
     * @param name what the connection is called
     * @param address the broker that was tried
     */
    public ConnectMessages(ConnectionSettings to, String name, String address) {
        this.to = to;
        this.where = "[" + name + "] " + address;
    }

    public ConnectException unknownHost(Exception e) {
        return new ConnectException(
                "CARROT-0201", where + ": no host of that name is known; check connectionUri", true, e);
    }

    public ConnectException nobodyListens(Exception e) {
        return new ConnectException(
                "CARROT-0202", where + ": nothing listens there; start the broker or check connectionUri", true, e);
    }

    /**
     * The broker did not answer in time.
     *
     * @param broker what should be there, with its article
     */
    public ConnectException silent(String broker, long millis, Exception e) {
        return new ConnectException(
                "CARROT-0203",
                where + " did not answer within connectTimeoutMillis ("
                        + to.connectTimeout().toMillis()
                        + "; gave up after " + millis
                        + " ms); check that " + broker + " serves that port, or raise the limit",
                true,
                e);
    }

    public ConnectException userRefused(Exception e) {
        return new ConnectException(
                "CARROT-0204",
                where + " refused user '" + to.userName() + "'; check userName and password, and that the user may "
                        + "use virtual host '" + to.virtualHost() + "'",
                false,
                e);
    }

    /**
     * The broker does not have the virtual host, or not for that user.
     *
     * @param words what it says
     */
    public ConnectException virtualHostRefused(String words, Exception e) {
        return new ConnectException(
                "CARROT-0205",
                where + " refused virtual host '" + to.virtualHost() + "' to user '" + to.userName() + "' (" + words
                        + "); create it or change virtualHost",
                false,
                e);
    }

    public ConnectException other(Exception e) {
        return new ConnectException(
                "CARROT-0206", where + " cannot be connected to (" + e + "); see the cause", true, e);
    }
}
