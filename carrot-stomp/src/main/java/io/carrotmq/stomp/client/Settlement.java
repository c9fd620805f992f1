package io.carrotmq.stomp.client;

import io.carrotmq.stomp.StompConnectionException;
import io.carrotmq.stomp.StompException;
import io.carrotmq.stomp.command.AckMode;
import io.carrotmq.stomp.command.StompCommands;
import io.carrotmq.stomp.command.StompErrorException;
import io.carrotmq.stomp.frame.StompVersion;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Says to the broker what has become of a message whose handler is done. */
final class Settlement {
    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private final ClientCore core;

    Settlement(ClientCore core) {
        this.core = core;
    }

    /**
     * Settles a message.
     *
     * @param message the message
     * @param thrown why its handler failed; null if it did not
     * @return completes when nothing is left to do; never exceptionally
     */
    CompletableFuture<Void> settle(StompMessage message, Throwable thrown) {
        try {
            if (thrown != null) {
                Throwable cause = Waiting.cause(thrown);
                return act(decide(message, cause), message, cause);
            }
            if (message.subscription().options().acknowledges()) {
                message.lane().finish(message, true);
            }
            return DONE;
        } catch (RuntimeException | Error e) {
            core.subscriptions().stop(message.subscription(), e);
            return DONE;
        }
    }

    private FailureAction decide(StompMessage message, Throwable cause) {
        SubscriptionOptions options = message.subscription().options();
        FailureAction action = options.errorDestination() == null ? FailureAction.STOP : FailureAction.FORWARD;
        if (options.onMessageFailed() != null) {
            action = FailureAction.STOP;
            try {
                FailureAction decided = options.onMessageFailed().failed(message, cause);
                action = decided == null ? FailureAction.STOP : decided;
            } catch (RuntimeException | Error e) {
                if (e != cause) {
                    cause.addSuppressed(e);
                }
            }
        }
        return isPossible(action, message) ? action : FailureAction.STOP;
    }

    private static boolean isPossible(FailureAction action, StompMessage message) {
        return switch (action) {
            case FORWARD, FORWARD_AND_DISCONNECT ->
                message.subscription().options().errorDestination() != null;
            case NACK -> message.lane().link().version() != StompVersion.V1_0;
            default -> true;
        };
    }

    private CompletableFuture<Void> act(FailureAction action, StompMessage message, Throwable cause) {
        ClientMessages.LOG.log(Level.DEBUG, () -> "handling " + message + " failed: " + action, cause);
        core.events().messageFailed(message, action, cause);
        if (message.isStale()) {
            return DONE; // it comes again, and the handler fails or not
        }
        switch (action) {
            case ACK -> message.lane().finish(message, true);
            case NACK -> message.lane().finish(message, false);
            case STOP -> core.subscriptions().stop(message.subscription(), cause);
            case DISCONNECT -> core.end(ClientMessages.handlerEnded(message, cause));
            case FORWARD, FORWARD_AND_DISCONNECT -> {
                return forward(message, cause).handle((nothing, failure) -> {
                    forwarded(action, message, cause, failure);
                    return null;
                });
            }
        }
        return DONE;
    }

    private void forwarded(FailureAction action, StompMessage message, Throwable cause, Throwable failure) {
        if (failure != null && isLostOnly(message, failure)) {
            return;
        }
        if (failure != null) {
            core.subscriptions().stop(message.subscription(), Waiting.cause(failure));
        } else if (action == FailureAction.FORWARD_AND_DISCONNECT) {
            core.end(ClientMessages.handlerEnded(message, cause));
        }
    }

    /** The connection was lost without the broker having refused anything: the message comes again. */
    private static boolean isLostOnly(StompMessage message, Throwable failure) {
        return message.isStale() && Waiting.cause(failure) instanceof StompConnectionException && !isRefusal(failure);
    }

    /** What the connection ended with tells it; the link learns that later. */
    private static boolean isRefusal(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof StompErrorException) {
                return true;
            }
        }
        return false;
    }

    private CompletableFuture<Void> forward(StompMessage message, Throwable cause) {
        SubscriptionOptions options = message.subscription().options();
        Map<String, String> headers = ErrorCopy.headers(message, cause);
        if (!message.isOwed()) { // any connection will do
            return core.available("SEND to " + options.errorDestination())
                    .thenComposeAsync(
                            link -> link.send(options.errorDestination(), message.body(), headers), core.executor());
        }
        Link link = message.lane().link();
        if (message.lane().mode() == AckMode.CLIENT_INDIVIDUAL && link.product().bindsAcknowledgements()) {
            return forwardAtomically(link, message, options.errorDestination(), headers);
        }
        return link.send(options.errorDestination(), message.body(), headers)
                .thenRunAsync(() -> message.lane().finish(message, true), core.executor());
    }

    private CompletableFuture<Void> forwardAtomically(
            Link link, StompMessage message, String destination, Map<String, String> headers) {
        String transaction = core.nextTransaction();
        try {
            link.buffer(StompCommands.begin(transaction, null));
            link.buffer(StompCommands.send(destination, message.body(), headers, transaction, null));
            message.lane().settle(message, true, Map.of(), transaction);
        } catch (StompException e) {
            return CompletableFuture.failedFuture(e);
        }
        return link.request(
                "COMMIT of the copy of " + message + " to " + destination,
                receipt -> StompCommands.commit(transaction, receipt));
    }
}
