package io.carrotmq.engine;

import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.transport.Closure;
import java.util.List;
import java.util.Set;

/**
 * Over which of its messages a broker has closed a channel, and what that means for the others: those before may have
 * been delivered, those after were ignored.
 *
 * <p>A broker says the exchange's name, or what is wrong, but never the message's number. Several messages may fit that,
 * and the exchange may have been there for the first of them. So only the last that fits, and what came after it, has
 * certainly reached no queue.
 */
final class Culprits {
    /** AMQP 0-9-1, reply codes: this user may not publish there. */
    private static final int ACCESS_REFUSED = 403;

    /** AMQP 0-9-1, the reply codes with which a broker closes a channel over what was sent on it. */
    private static final Set<Integer> FAULTS_OF_A_MESSAGE = Set.of(311, 312, 313, ACCESS_REFUSED, 404, 405, 406);

    private final String name;
    private final Closure closure;
    private final boolean byExchange;

    Culprits(String name, Closure closure) {
        this.name = name;
        this.closure = closure;
        this.byExchange = closure.replyCode() == KnownNames.NOT_FOUND || closure.replyCode() == ACCESS_REFUSED;
    }

    /** Gives each message that has not failed yet its failure; they are in the order they were published in. */
    void judge(List<Unconfirmed> waiting) {
        int last = -1;
        int fitting = 0;
        for (int i = 0; i < waiting.size() && blamesAMessage(); i++) {
            if (fits(waiting.get(i).message())) {
                last = i;
                fitting++;
            }
        }
        for (int i = 0; i < waiting.size(); i++) {
            Unconfirmed entry = waiting.get(i);
            OutgoingMessage message = entry.message();
            if (entry.hasFailed()) {
                continue;
            }
            if (last < 0 || i < last) {
                entry.fail(() -> Messages.lost(name, message, closure));
            } else if (i == last && (byExchange || fitting == 1)) {
                entry.fail(() -> Messages.notAccepted(name, message, closure));
            } else {
                entry.fail(() -> Messages.ignored(name, message, closure));
            }
        }
    }

    private boolean blamesAMessage() {
        return !closure.requested() && !closure.wholeConnection() && FAULTS_OF_A_MESSAGE.contains(closure.replyCode());
    }

    private boolean fits(OutgoingMessage message) {
        String text = closure.text();
        if (byExchange) {
            return text.contains(
                    "exchange '" + (message.exchange().isEmpty() ? "amq.default" : message.exchange()) + "'");
        }
        Properties properties = message.properties();
        if (text.contains("user_id")) {
            return properties.userId() != null;
        }
        if (text.contains("expiration")) {
            return properties.expiration() != null;
        }
        if (text.contains("message size")) {
            return text.contains("message size " + message.body().length + " ");
        }
        return true;
    }
}
