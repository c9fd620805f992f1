package io.carrotmq.stomp.client;

import io.carrotmq.stomp.StompException;
import io.carrotmq.stomp.command.Connected;
import io.carrotmq.stomp.failover.BrokerAddress;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Logs what happens to a client, and tells its listener, in order and never on the caller's thread. */
final class Events {
    private static final System.Logger LOG = ClientMessages.LOG;

    private final ClientListener listener;
    private final Executor executor;

    Events(ClientListener listener, Executor executor) {
        this.listener = listener;
        this.executor = new SerialExecutor(executor);
    }

    void connected(BrokerAddress broker, Connected connected) {
        LOG.log(
                Level.INFO,
                "[{0}] connected to {1} with STOMP {2}",
                broker,
                connected.server(),
                connected.version().text());
        tell(to -> to.connected(broker, connected));
    }

    /** The first attempts are those of somebody who waits, and gets an exception. */
    void attemptFailed(BrokerAddress broker, StompException cause, boolean first) {
        LOG.log(first ? Level.DEBUG : Level.INFO, "[{0}] attempt to connect failed: {1}", broker, cause.getMessage());
        tell(to -> to.attemptFailed(broker, cause));
    }

    void lost(BrokerAddress broker, StompException cause) {
        LOG.log(
                Level.WARNING,
                "[{0}] connection lost, reconnecting: {1}",
                broker,
                cause == null ? "" : cause.getMessage());
        tell(to -> to.lost(broker, cause));
    }

    /**
     * The client has ended.
     *
     * @param cause why; null if it was asked to
     * @param thrown whether somebody gets the cause as an exception
     */
    void ended(StompException cause, boolean thrown) {
        if (cause != null && !thrown) {
            LOG.log(Level.ERROR, cause.getMessage());
        }
        tell(to -> to.ended(cause));
    }

    void messageFailed(StompMessage message, FailureAction action, Throwable cause) {
        tell(to -> to.messageFailed(message, action, cause));
    }

    void stopped(StompSubscription subscription, Throwable cause) {
        LOG.log(Level.ERROR, ClientMessages.stopped(subscription, cause), cause);
        tell(to -> to.stopped(subscription, cause));
    }

    private void tell(Consumer<ClientListener> event) {
        if (listener != ClientListener.NONE) {
            executor.execute(() -> {
                try {
                    event.accept(listener);
                } catch (RuntimeException e) {
                    LOG.log(Level.WARNING, ClientMessages.listenerFailed(), e);
                }
            });
        }
    }
}
