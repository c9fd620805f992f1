package io.carrotmq.stomp.client;

import io.carrotmq.stomp.StompConfigurationException;
import io.carrotmq.stomp.StompConnectionException;
import io.carrotmq.stomp.StompException;
import io.carrotmq.stomp.StompProtocolException;
import io.carrotmq.stomp.StompTimeoutException;
import java.time.Duration;

/** Every error text of this layer, by number. */
final class Messages {
    static final System.Logger LOG = System.getLogger("io.carrotmq.stomp.client");

    private Messages() {}

    static StompConnectionException notReached(String name, Throwable cause) {
        return new StompConnectionException(
                "CARROT-0450",
                "[" + name + "] cannot be reached: " + cause + "; check the address, the broker, and with TLS the"
                        + " certificates",
                cause);
    }

    static StompTimeoutException notReachedInTime(String name, Duration bound) {
        return new StompTimeoutException(
                "CARROT-0451",
                "[" + name + "] was not reached within connectTimeout (" + bound.toMillis()
                        + " ms); check the address and the network, or allow more",
                null);
    }

    static StompTimeoutException notConnectedInTime(String name, Duration bound) {
        return new StompTimeoutException(
                "CARROT-0452",
                "[" + name + "] did not answer CONNECT within connectedTimeout (" + bound.toMillis()
                        + " ms); check that it is a STOMP port of a broker that works, or allow more",
                null);
    }

    static StompConnectionException lost(String name, String how, Throwable cause) {
        return new StompConnectionException(
                "CARROT-0453",
                "[" + name + "] the connection is lost: " + how + "; connect again, and send again what has no receipt",
                cause);
    }

    static StompTimeoutException silent(String name, Duration silence, Duration expected) {
        return new StompTimeoutException(
                "CARROT-0454",
                "[" + name + "] the broker has been silent for " + silence.toMillis()
                        + " ms and should send something every "
                        + expected.toMillis() + " ms; look at the broker and the network, or agree on a longer"
                        + " heart-beat",
                null);
    }

    static StompTimeoutException doesNotRead(String name, Duration stuck, Duration bound) {
        return new StompTimeoutException(
                "CARROT-0455",
                "[" + name + "] the broker has taken no byte for " + stuck.toMillis()
                        + " ms, longer than writeTimeout (" + bound.toMillis()
                        + " ms); look for an alarm at the broker, or allow more",
                null);
    }

    static StompConnectionException ended(String name, StompException cause) {
        return new StompConnectionException(
                "CARROT-0456",
                "[" + name + "] the connection has ended"
                        + (cause == null ? " by disconnect or kill" : ": " + cause.getMessage()) + "; use a new one",
                cause);
    }

    static StompProtocolException receiptAwaited(String name, String receipt) {
        return new StompProtocolException(
                "CARROT-0457",
                "[" + name + "] receipt " + receipt + " is awaited already; take another id, such as nextReceipt()");
    }

    static StompConnectionException handlerFailed(String name, Throwable cause) {
        return new StompConnectionException(
                "CARROT-0458",
                "[" + name + "] the connection's handler failed: " + cause
                        + "; messages that are not acknowledged go back to the broker; let the handler catch what it"
                        + " can throw",
                cause);
    }

    static StompConfigurationException wrongOption(String option, Object value, String allowed) {
        return new StompConfigurationException(
                "CARROT-0459", option + " is " + value + ", not " + allowed + "; choose such a one", null);
    }
}
