package io.carrotmq;

import io.carrotmq.event.ConsumerEvent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Every error text of the API, by number. */
final class Messages {
    private Messages() {}

    static ConfigurationException prefetchOutOfRange(int value) {
        return new ConfigurationException(
                "CARROT-0150",
                "prefetch is " + value + ", outside 1 to 65535; set it to the number of messages to send ahead",
                null);
    }

    static ConfigurationException priorityOutOfRange(int value) {
        return new ConfigurationException(
                "CARROT-0151", "priority is " + value + ", outside 0 to 255; choose one in that range", null);
    }

    static ConfigurationException expirationOutOfRange(Object value) {
        return new ConfigurationException(
                "CARROT-0152",
                "expiration is " + value
                        + ", outside zero to 49 days; choose one in that range, or null for a message that does not expire",
                null);
    }

    static ConfigurationException unfitPauses(Object first, Object step, Object longest) {
        return new ConfigurationException(
                "CARROT-0168",
                "the pauses between attempts to connect are " + first + ", longer by " + step + " each time, up to "
                        + longest
                        + "; the first must be positive, the step not negative, the longest no shorter than the first",
                null);
    }

    static ConfigurationException retriesOutOfRange(int value) {
        return new ConfigurationException(
                "CARROT-0169",
                "maxRetries is " + value + ", below 0; set 0 for one attempt only, or ConnectRetry.UNLIMITED",
                null);
    }

    static ConfigurationException negativeConnectTimeout(Object value) {
        return new ConfigurationException(
                "CARROT-0170", "connectTimeout is " + value + ", below zero; zero fails at once", null);
    }

    static ConfigurationException attemptsOutOfRange(int value) {
        return new ConfigurationException(
                "CARROT-0176",
                "maxAttempts is " + value + ", below 1; set 1 for a single attempt, or Redelivery.UNLIMITED",
                null);
    }

    static ConfigurationException unfitDelays(Duration first, Duration longest, Duration limit) {
        return new ConfigurationException(
                "CARROT-0177",
                "the delay before a message is tried again is " + first + ", at most " + longest
                        + "; the first must not be negative, the longest no shorter than the first and at most "
                        + limit,
                null);
    }

    static ConfigurationException multiplierOutOfRange(double value) {
        return new ConfigurationException(
                "CARROT-0178", "multiplier is " + value + ", outside 1 to 100; set 1 for equal delays", null);
    }

    static ConfigurationException jitterOutOfRange(double value) {
        return new ConfigurationException(
                "CARROT-0179", "jitter is " + value + ", outside 0 to 0.5; set 0 for exact delays", null);
    }

    static ConfigurationException tooLongInPlace(Duration longest, Duration limit) {
        return new ConfigurationException(
                "CARROT-0135",
                "messages shall wait in place for up to " + longest + ", longer than " + limit
                        + "; choose a shorter maxDelay, or delay queues",
                null);
    }

    static ConfigurationException compressionOutOfRange(int value) {
        return new ConfigurationException(
                "CARROT-0136", "bodies shall be compressed from " + value + " bytes on, below 0; set 0 for all", null);
    }

    static PublishException publisherClosed(String target) {
        return new PublishException(
                "CARROT-0650", "[" + target + "] the publisher is closed; send before closing it", false, null);
    }

    private static String place(SendOptions options) {
        return "[" + options.exchange() + "/" + options.routingKey() + "] ";
    }

    static CodecException notAsGiven(SendOptions target, Object body, String contentType) {
        return new CodecException(
                "CARROT-0656",
                place(target) + "a body of "
                        + (body == null ? "null" : body.getClass().getName())
                        + " was not sent: content type '" + contentType
                        + "' is given, so that bodies are not encoded and "
                        + "only byte[] and CharSequence can be sent; encode it before, or leave the content type to the "
                        + "codec",
                null);
    }

    static CodecException noCharset(SendOptions target, String contentEncoding, Exception cause) {
        return new CodecException(
                "CARROT-0657",
                place(target) + "a text was not sent: content encoding '" + contentEncoding
                        + "' is no character set this Java knows; name one, such as utf-8, or send byte[]",
                cause);
    }

    static CodecException notInCharset(SendOptions target, int length, String contentEncoding, Exception cause) {
        return new CodecException(
                "CARROT-0658",
                place(target) + "a text of " + length + " characters was not sent: character set '" + contentEncoding
                        + "' cannot express it; choose another content encoding, such as utf-8",
                cause);
    }

    static ConnectException unreachable(Duration waited, Duration limit, int attempts, ConnectException last) {
        return new ConnectException(
                "CARROT-0230",
                "nothing was sent: no broker could be reached for " + waited.toMillis() + " ms, in " + attempts
                        + " attempts (connectTimeout is " + limit.toMillis()
                        + " ms); the last failure was: " + last.getMessage(),
                true,
                last);
    }

    static ConsumeException consumerClosed(String queue) {
        return new ConsumeException(
                "CARROT-0750", "[" + queue + "] the consumer is closed; use a consumer before closing it", null);
    }

    static ConsumeException noHandler(String queue) {
        return new ConsumeException(
                "CARROT-0751",
                "[" + queue + "] consume() was called and no handler is registered; call onMessage(handler) first",
                null);
    }

    static ConsumeException handlerFailed(Delivery<?> delivery, Exception cause) {
        return new ConsumeException(
                "CARROT-0752",
                "[" + delivery.envelope().queue() + "] a handler threw "
                        + cause.getClass().getName()
                        + (delivery.state() == Delivery.State.REQUEUED
                                ? "; its message went back to the queue"
                                : "; its message was settled before (" + delivery.state()
                                        + ") and does not come again"),
                cause);
    }

    /** Which message it is, for people. */
    private static String message(Envelope from) {
        return "message " + from.deliveryTag() + " from exchange '" + from.exchange() + "' with routing key '"
                + from.routingKey() + "'";
    }

    static CodecException undecodable(Envelope from, CodecException cause) {
        return new CodecException(
                "CARROT-0753",
                "[" + from.queue() + "] " + message(from) + " cannot be decoded and goes to the dead letters ("
                        + quotable(cause) + ")",
                cause);
    }

    /** The text of a foreign exception may quote the body. */
    private static String quotable(CodecException why) {
        return String.valueOf(why.code()).matches("CARROT-\\d{4}")
                ? why.getMessage()
                : "its codec threw " + why.getClass().getName();
    }

    static CodecException brokenDecoder(Type type, Throwable cause) {
        return new CodecException(
                "CARROT-0769",
                "the codec for " + type.getTypeName() + " threw "
                        + cause.getClass().getName() + ", which a codec must not; correct it",
                cause);
    }

    static String decodeErrorHandlerFailed(Envelope from, RuntimeException thrown) {
        StackTraceElement[] trace = thrown.getStackTrace();
        return "CARROT-0768" + " [" + from.queue() + "] the handler for decode errors threw "
                + thrown.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0])
                + " when it was told of " + message(from)
                + "; that goes to the dead letters unless it is settled";
    }

    static String attemptFailed(Delivery<?> delivery, Redelivery policy, Exception why) {
        Envelope from = delivery.envelope();
        String fate = delivery.state() == Delivery.State.FAILED
                ? from.attempt() < policy.maxAttempts()
                        ? "it comes again, as the consumer's redelivery policy says"
                        : "it was the last, and the message goes to the dead letters"
                : "it had been settled before (" + delivery.state() + ") and does not come again";
        return "CARROT-0767" + " [" + from.queue() + "] attempt " + from.attempt() + " to handle " + message(from)
                + " failed: " + said(why) + "; " + fate;
    }

    /** An exception of an application may fail at anything it is asked. */
    private static String said(Exception why) {
        try {
            return why.toString();
        } catch (RuntimeException e) {
            return why.getClass().getName();
        }
    }

    static ConnectException interruptedBetweenAttempts(ConnectException last) {
        return new ConnectException(
                "CARROT-0757",
                "the thread was interrupted between two attempts to connect; the last failure was: "
                        + last.getMessage(),
                false,
                last);
    }

    static ConnectException lostSoon(String name, long nanos, ConsumeException loss) {
        return new ConnectException(
                "CARROT-0758",
                "[" + name + "] the consumer was lost " + TimeUnit.NANOSECONDS.toMillis(nanos)
                        + " ms after it had begun: " + what(loss) + "; look at the broker's log, or at who ends it",
                true,
                loss);
    }

    static ConnectException notYet(String name, CarrotException refusal) {
        return new ConnectException(
                "CARROT-0766",
                "[" + name + "] the broker does not let us consume again yet: " + what(refusal)
                        + "; see whether somebody else has the queue for themselves",
                true,
                refusal);
    }

    /** What happened, out of an error text: without its number, what it is about, and what to do. */
    private static String what(CarrotException error) {
        String text =
                error.getMessage().substring(error.code().length()).strip().replaceFirst("^\\[[^]]*] ", "");
        int advice = text.lastIndexOf("; ");
        return advice < 0 ? text : text.substring(0, advice);
    }

    static String subscriberFailed(String queue, RuntimeException cause) {
        return "CARROT-0759" + " [" + queue + "] a subscriber's onNext threw "
                + cause.getClass().getName()
                + "; the message has failed unless it was settled, the subscription is cancelled, and what else it had not settled goes back to the "
                + "queue";
    }

    static ConfigurationException nothingToBrowse(String queue, int limit) {
        return new ConfigurationException(
                "CARROT-0771", "[" + queue + "] " + limit + " dead letters shall be shown; ask for 1 or more", null);
    }

    static ConsumeException transacted(String queue) {
        return new ConsumeException(
                "CARROT-0770",
                "[" + queue
                        + "] a transaction is active, in which nothing is published before it commits, so that no dead "
                        + "letter can be sent back; call sendBack outside of it",
                null);
    }

    static ConsumeException cannotGiveBack(String queue, Acknowledgement mode) {
        return new ConsumeException(
                "CARROT-0760",
                "[" + queue + "] discarding by a filter needs Acknowledgement.MANUAL, and this consumer has " + mode
                        + ", so that no message could be given back; use a consumer with manual acknowledgement",
                null);
    }

    static ConsumeException noSuchQueue(String queue) {
        return new ConsumeException(
                "CARROT-0761",
                "[" + queue + "] there is no such queue; create it, correct its name, or add it to the options' "
                        + "topology",
                null);
    }

    static ConsumeException queueTwice(String queue) {
        return new ConsumeException(
                "CARROT-0762",
                "[" + queue + "] the consumer set has this queue already; cancel(queue) first to add it anew",
                null);
    }

    static ConsumeException emptySet() {
        return new ConsumeException(
                "CARROT-0763", "the consumer set has no queue to take messages from; call add(...) first", null);
    }

    static ConsumeException namelessQueue() {
        return new ConsumeException(
                "CARROT-0765",
                "a queue without a name cannot be added to a consumer set, because its messages could not be told from "
                        + "those of the others; give it a name, or use a Consumer",
                null);
    }

    static String comesBack(String name, ConnectException failure) {
        return "CARROT-0764" + " [" + name + "] does not consume: " + what(failure)
                + "; it comes back by itself as its retry schedule says, further failures are not reported";
    }

    static String changeListenerFailed(ConsumerEvent event) {
        return "CARROT-0775" + " [" + event.consumer() + "] a listener failed when it was told of "
                + event.getClass().getSimpleName() + "; correct it, the others are told all the same";
    }

    static String consumesAgain(String name) {
        return "[" + name + "] consumes again";
    }
}
