package io.carrotmq;

import java.time.Instant;
import java.util.Objects;

/**
 * A message in a dead-letter queue, with what is known of why it is there: read from the headers Carrot has put on it, and,
 * for what the broker has moved there, from its own ({@code x-death}).
 *
 * <p>Obtained from {@link DeadLetters}. Immutable, except that the content's array is not copied.
 *
 * @param reason why it is here: {@link #ATTEMPTS_EXHAUSTED}, {@link #UNDECODABLE}, {@link #REFUSED}, or what the broker says,
 *     such as {@code expired}; {@code unknown} if nothing says it
 * @param exception the class of the exception, or null
 * @param message the exception's message, or null
 * @param stackTrace the exception's stack trace, or null; there only if {@link DeadLettering#stackTrace()} asked for it
 * @param attempts how often it was attempted to handle it; 0 if that is not known
 * @param firstFailure when it failed first, or null
 * @param lastFailure when it failed last, or null
 * @param queue the queue it was consumed from, or null if nothing says it
 * @param exchange the exchange it was published to first; empty is the default exchange
 * @param routingKey the routing key it was published with first
 * @param properties the message's properties as they are now, with all headers
 * @param content the body as it came over the wire
 */
public record DeadLetter(
        String reason,
        String exception,
        String message,
        String stackTrace,
        int attempts,
        Instant firstFailure,
        Instant lastFailure,
        String queue,
        String exchange,
        String routingKey,
        Properties properties,
        byte[] content) {
    /** {@link #reason}: it failed as often as it may. */
    public static final String ATTEMPTS_EXHAUSTED = "attempts-exhausted";

    /** {@link #reason}: it could not be decoded. */
    public static final String UNDECODABLE = "undecodable";

    /** {@link #reason}: the application sent it here ({@link Delivery#deadLetter}), or has no handler for it. */
    public static final String REFUSED = "refused";

    /** What the names of all headers begin with that Carrot gives to messages that have failed. */
    public static final String HEADER_PREFIX = "carrot-";

    /** Header: the {@link #reason}. */
    public static final String REASON_HEADER = HEADER_PREFIX + "reason";

    /** Header: the class of the exception. */
    public static final String EXCEPTION_HEADER = HEADER_PREFIX + "exception";

    /** Header: the exception's message, cut off after 1,000 characters. */
    public static final String MESSAGE_HEADER = HEADER_PREFIX + "exception-message";

    /** Header: the stack trace, cut off after 8,000 characters. */
    public static final String STACK_TRACE_HEADER = HEADER_PREFIX + "stack-trace";

    /** Header: how many attempts have failed, as a number. Also on messages that wait to be attempted again. */
    public static final String ATTEMPTS_HEADER = HEADER_PREFIX + "attempts";

    /** Header: when the first attempt failed, as an ISO 8601 instant with milliseconds. */
    public static final String FIRST_FAILURE_HEADER = HEADER_PREFIX + "first-failure";

    /** Header: when the last attempt failed, as an ISO 8601 instant with milliseconds. */
    public static final String LAST_FAILURE_HEADER = HEADER_PREFIX + "last-failure";

    /** Header: the queue it was consumed from. */
    public static final String QUEUE_HEADER = HEADER_PREFIX + "queue";

    /** Header: the exchange it was published to first. */
    public static final String EXCHANGE_HEADER = HEADER_PREFIX + "exchange";

    /** Header: the routing key it was published with first. */
    public static final String ROUTING_KEY_HEADER = HEADER_PREFIX + "routing-key";

    /** Header: the expiration it came with, in milliseconds, without which it waits here. */
    public static final String EXPIRATION_HEADER = HEADER_PREFIX + "expiration";

    /** Header: the user it came from, which the broker lets nobody else state as its user. */
    public static final String USER_HEADER = HEADER_PREFIX + "user-id";

    /** Header: the routing keys of its header {@code CC}, which would send copies of it to others again. */
    public static final String CC_HEADER = HEADER_PREFIX + "cc";

    /** Checks that what must be there is there. */
    public DeadLetter {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(exchange, "exchange");
        Objects.requireNonNull(routingKey, "routingKey");
        Objects.requireNonNull(properties, "properties");
        Objects.requireNonNull(content, "content");
    }

    /** Bodies, and messages of exceptions, which may quote them, are not printed. */
    @Override
    public String toString() {
        return "dead letter (" + reason + ", " + exception + ") after " + attempts + " attempts, from queue '" + queue
                + "', exchange '" + exchange + "', routing key '" + routingKey + "'";
    }
}
