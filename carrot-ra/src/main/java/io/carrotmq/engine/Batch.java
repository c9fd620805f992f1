package io.carrotmq.engine;

import io.carrotmq.CarrotException;
import io.carrotmq.ConnectException;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Receipt;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** Several messages that one thread publishes on one channel: all handed over first, and waited for after that. */
final class Batch {
    private final String name;
    private final List<OutgoingMessage> messages;
    private final Unconfirmed[] sent;
    private final CarrotException[] failures;
    private final Receipt[] receipts;

    Batch(String name, List<OutgoingMessage> messages) {
        this.name = name;
        this.messages = messages;
        this.sent = new Unconfirmed[messages.size()];
        this.failures = new CarrotException[messages.size()];
        this.receipts = new Receipt[messages.size()];
    }

    /**
     * Hands them over, in order.
     *
     * @param last whether after that failure the rest is not handed over, which shares it then
     * @throws ConnectException if the channel had ended before the first; nothing was sent
     */
    void send(Consumer<Unconfirmed> sending, Predicate<CarrotException> last) {
        int count = 0;
        for (int i = 0; i < sent.length; i++) {
            Unconfirmed entry = Unconfirmed.of(messages.get(i));
            try {
                sending.accept(entry);
                sent[i] = entry;
                count++;
            } catch (ConnectException e) {
                if (count == 0) {
                    throw e;
                }
                failFrom(i, Messages.restNotSent(name, count, sent.length, e));
                return;
            } catch (CarrotException e) {
                failures[i] = e;
                if (last.test(e)) {
                    failFrom(i, e);
                    return;
                }
            }
        }
    }

    private void failFrom(int first, CarrotException failure) {
        Arrays.fill(failures, first, failures.length, failure);
    }

    /** Waits for the outcome of each that was handed over. */
    void await(Function<Unconfirmed, Receipt> waiting) {
        for (int i = 0; i < sent.length; i++) {
            if (sent[i] != null) {
                try {
                    receipts[i] = waiting.apply(sent[i]);
                } catch (CarrotException e) {
                    failures[i] = e;
                }
            }
        }
    }

    /** {@return for each why it was not confirmed, or null if it was} */
    List<CarrotException> failures() {
        return Arrays.asList(failures);
    }

    /** {@return the receipts; throws the first failure in order, with the others suppressed in it} */
    List<Receipt> receipts() {
        CarrotException first = null;
        CarrotException before = null;
        for (CarrotException failure : failures) {
            if (failure != null && first == null) {
                first = failure;
            } else if (failure != null && failure != before) {
                first.addSuppressed(failure);
            }
            before = failure == null ? before : failure;
        }
        if (first != null) {
            throw first;
        }
        return Arrays.asList(receipts);
    }
}
