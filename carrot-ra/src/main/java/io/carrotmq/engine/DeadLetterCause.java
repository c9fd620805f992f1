package io.carrotmq.engine;

import io.carrotmq.CodecException;
import io.carrotmq.DeadLetter;
import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * Why a message goes to the dead letters, in words alone: an exception would keep its application's classes.
 *
 * @param reason as {@link DeadLetter#reason()}
 * @param exception the exception's class, or null
 * @param message what it says, cut off, or null
 * @param stackTrace its stack trace, cut off, or null
 */
record DeadLetterCause(String reason, String exception, String message, String stackTrace) {
    private static final int LONGEST_MESSAGE = 1_000;
    private static final int LONGEST_TRACE = 8_000;

    /** It has failed as often as it may. */
    static DeadLetterCause exhausted(Throwable why, boolean withTrace) {
        return of(DeadLetter.ATTEMPTS_EXHAUSTED, why, withTrace);
    }

    /** Nobody can or wants to handle it. */
    static DeadLetterCause unfit(Throwable why, boolean withTrace) {
        return of(why instanceof CodecException ? DeadLetter.UNDECODABLE : DeadLetter.REFUSED, why, withTrace);
    }

    private static DeadLetterCause of(String reason, Throwable why, boolean withTrace) {
        return why == null
                ? new DeadLetterCause(reason, null, null, null)
                : new DeadLetterCause(
                        reason,
                        why.getClass().getName(),
                        cut(message(why), LONGEST_MESSAGE),
                        withTrace ? cut(trace(why), LONGEST_TRACE) : null);
    }

    /** An exception of an application may fail at anything it is asked. */
    private static String message(Throwable why) {
        try {
            return why.getMessage();
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            return null;
        }
    }

    private static String trace(Throwable why) {
        try {
            StringWriter trace = new StringWriter();
            why.printStackTrace(new PrintWriter(trace));
            return trace.toString();
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            return null;
        }
    }

    private static String cut(String text, int length) {
        if (text == null || text.length() <= length) {
            return text;
        }
        boolean half = Character.isHighSurrogate(text.charAt(length - 1));
        return text.substring(0, half ? length - 1 : length);
    }

    DeadLetterCause withoutStackTrace() {
        return stackTrace == null ? this : new DeadLetterCause(reason, exception, message, null);
    }

    /** {@return the same with less in it, or null if there is nothing to leave away} */
    DeadLetterCause shorter() {
        if (stackTrace != null) {
            return withoutStackTrace();
        }
        return message == null ? null : new DeadLetterCause(reason, exception, null, null);
    }
}
