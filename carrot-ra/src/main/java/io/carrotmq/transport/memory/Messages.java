package io.carrotmq.transport.memory;

import io.carrotmq.ConfigurationException;
import io.carrotmq.ConnectException;
import io.carrotmq.config.ConnectionSettings;
import java.time.Duration;

/** Every error text of the memory transport, by number. */
final class Messages {
    static final System.Logger LOG = System.getLogger("io.carrotmq.transport");

    private Messages() {}

    static ConnectException refusesConnections(ConnectionSettings to, String name) {
        return new ConnectException(
                "CARROT-0410",
                where(to, name) + " refuses connections; the test that asked for it allows them with"
                        + " MemoryBroker.refuseConnections(false)",
                true,
                null);
    }

    static ConnectException noAnswer(ConnectionSettings to, String name) {
        return new ConnectException(
                "CARROT-0411",
                where(to, name) + " did not answer within connectTimeoutMillis ("
                        + to.connectTimeout().toMillis()
                        + "): it is frozen; the test that asked for it ends that with MemoryBroker.thaw()",
                true,
                null);
    }

    static ConnectException interrupted(ConnectionSettings to, String name) {
        return new ConnectException(
                "CARROT-0412",
                where(to, name) + ": the thread was interrupted while it waited for a frozen broker; try again",
                true,
                null);
    }

    private static String where(ConnectionSettings to, String name) {
        return "[" + name + "] " + to.address();
    }

    static String listenerFailed(String name) {
        return "CARROT-0413 [" + name + "] a listener failed; this is a defect in Carrot, please report the cause";
    }

    static ConfigurationException wrongName(String name) {
        return new ConfigurationException(
                "CARROT-0414",
                "a broker in memory cannot be called '" + name + "'; use letters, digits, '-', '_' and '.'",
                null);
    }

    static ConfigurationException wrongBound(Duration bound) {
        return new ConfigurationException(
                "CARROT-0415",
                "the bound on a broker's answer is " + bound + ", not positive; choose a longer one",
                null);
    }
}
