package io.carrotmq.engine;

import io.carrotmq.CarrotException;
import io.carrotmq.TopologyException.Difference;
import io.carrotmq.transport.Closure;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a broker does not accept a declaration, read from its reply code and its words. */
final class Refusal {
    /** AMQP 0-9-1, reply codes: not found. */
    private static final int NOT_FOUND = 404;

    private static final int ACCESS_REFUSED = 403;
    private static final int RESOURCE_LOCKED = 405;

    /**
     * With these a broker may end the whole connection over a declaration; other ends of a connection have other reasons.
     * They are: access refused, not found, resource locked, precondition failed, command invalid, not allowed, not
     * implemented, and Qpid's own for arguments it does not know.
     */
    private static final Set<Integer> OF_CONNECTION = Set.of(403, 404, 405, 406, 503, 530, 540, 542);

    /** RabbitMQ 3.10 to 4.3. Its words end after 255 bytes, wherever that is. */
    private static final Pattern INEQUIVALENT = Pattern.compile("inequivalent arg '([^']+)' for (?:queue|exchange) '");

    private static final Pattern VALUES = Pattern.compile(": received (.+?) but current is (.+)$");
    private static final Pattern TYPED = Pattern.compile("^the value '(.*)' of type '\\w+'$");

    /** RabbitMQ: a queue of that type does not have the argument or property. */
    private static final Pattern INVALID =
            Pattern.compile("invalid (?:arg|property) '([^']+)' for queue '(?:.*of queue type rabbit_(\\w+)_queue)?");

    /** Qpid: the exchange exists with another type. */
    private static final Pattern OTHER_TYPE = Pattern.compile("redeclare exchange.* of type (\\S+) to (\\S+?)\\.?$");

    private static final Pattern UNKNOWN_TYPE =
            Pattern.compile("(?i:unknown|invalid) exchange type:? '?([^']+?)'?(?: .*)?$");

    private Refusal() {}

    static boolean isRefusal(Closure closure) {
        return closure.replyCode() != 0 && (!closure.wholeConnection() || OF_CONNECTION.contains(closure.replyCode()));
    }

    /** {@return what to throw when a declaration failed} */
    static CarrotException of(Subject subject, Closure closure) {
        if (!isRefusal(closure)) {
            return Messages.lostMeanwhile(subject.words(), closure);
        }
        String text = closure.text();
        Optional<Difference> difference = difference(text);
        if (difference.isPresent()) {
            return Messages.different(subject, difference.get(), closure);
        }
        Matcher invalid = INVALID.matcher(text);
        if (invalid.find()) {
            return Messages.notForThatType(subject, invalid.group(1), invalid.group(2), closure);
        }
        Matcher unknown = UNKNOWN_TYPE.matcher(text);
        if (unknown.find()) {
            return Messages.unknownExchangeType(subject, unknown.group(1), closure);
        }
        if (closure.replyCode() == RESOURCE_LOCKED
                || text.toLowerCase(Locale.ROOT).contains("exclusive")) {
            return Messages.exclusiveToAnother(subject, closure);
        }
        return switch (closure.replyCode()) {
            case NOT_FOUND -> Messages.notThere(subject, closure);
            case ACCESS_REFUSED -> Messages.mayNotDeclare(subject, closure);
            default -> Messages.refusedDeclaration(subject, closure);
        };
    }

    /** {@return what to throw when a look at something that shall exist failed} */
    static CarrotException ofLook(Subject subject, Closure closure) {
        return isRefusal(closure) && closure.replyCode() == NOT_FOUND
                ? Messages.notThere(subject, closure)
                : of(subject, closure);
    }

    /** {@return in what the thing that exists differs from the declaration, if the broker's words tell} */
    static Optional<Difference> difference(String text) {
        Matcher inequivalent = INEQUIVALENT.matcher(text);
        if (inequivalent.find()) {
            Matcher values = VALUES.matcher(text.substring(inequivalent.end()));
            return Optional.of(
                    values.find()
                            ? new Difference(inequivalent.group(1), value(values.group(1)), value(values.group(2)))
                            : new Difference(inequivalent.group(1), null, null));
        }
        Matcher otherType = OTHER_TYPE.matcher(text);
        return otherType.find()
                ? Optional.of(new Difference("type", otherType.group(2), otherType.group(1)))
                : Optional.empty();
    }

    /** RabbitMQ writes {@code none}, {@code 'value'} or {@code the value 'value' of type 'long'}. */
    private static String value(String words) {
        Matcher typed = TYPED.matcher(words);
        if (typed.find()) {
            return typed.group(1);
        }
        boolean quoted = words.length() >= 2 && words.startsWith("'") && words.endsWith("'");
        return quoted ? words.substring(1, words.length() - 1) : words;
    }
}
