package io.carrotmq.stomp.session;

import io.carrotmq.stomp.StompConfigurationException;
import io.carrotmq.stomp.StompProtocolException;
import io.carrotmq.stomp.command.SubscriptionToken;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Every error text of this layer, by number. */
final class Messages {
    private Messages() {}

    static StompProtocolException wrongState(String operation, SessionState state, Set<SessionState> allowed) {
        return new StompProtocolException(
                "CARROT-0438",
                operation + " is not possible while the session is " + text(state) + ", only while it is "
                        + allowed.stream().map(Messages::text).collect(Collectors.joining(" or "))
                        + "; wait for that, or connect anew");
    }

    static StompProtocolException receiptPending(String receipt) {
        return new StompProtocolException(
                "CARROT-0439", "receipt '" + receipt + "' is awaited already; give each frame a receipt of its own");
    }

    static StompProtocolException receiptUnexpected(String receipt) {
        return new StompProtocolException(
                "CARROT-0440", "the server sent receipt '" + receipt + "', which nobody awaits; report it there");
    }

    static StompProtocolException transactionActive(String transaction) {
        return new StompProtocolException(
                "CARROT-0441", "transaction '" + transaction + "' is active already; give each one an id of its own");
    }

    static StompProtocolException transactionUnknown(String transaction) {
        return new StompProtocolException(
                "CARROT-0442",
                "transaction '" + transaction
                        + "' is not active on this connection; begin it first: none survives a reconnection");
    }

    static StompProtocolException alreadySubscribed(SubscriptionToken token) {
        return new StompProtocolException(
                "CARROT-0443",
                "there is a subscription with " + text(token) + " already; give each one an id of its own");
    }

    static StompProtocolException notSubscribed(SubscriptionToken token) {
        return new StompProtocolException(
                "CARROT-0444", "there is no subscription with " + text(token) + "; subscribe first, and end it once");
    }

    static StompConfigurationException thresholdOutOfRange(String name, double value, String range) {
        return new StompConfigurationException(
                "CARROT-0445",
                "the heart-beat threshold '" + name + "' is " + value + ", outside " + range
                        + "; choose one in that range",
                null);
    }

    private static String text(SessionState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static String text(SubscriptionToken token) {
        return token.header() + " '" + token.value() + "'";
    }
}
