package io.carrotmq;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** The handlers of a consumer, in the order they are called. Safe for use by any number of threads. */
final class Handlers<T> {
    private static final System.Logger LOG = System.getLogger(Consumer.class.getName());

    private final List<MessageHandler<? super T>> all = new CopyOnWriteArrayList<>();
    private final ToldTraces traces = new ToldTraces(System::nanoTime);

    void add(MessageHandler<? super T> handler) {
        all.add(Objects.requireNonNull(handler, "handler"));
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /**
     * Calls them until one throws: then those after it are not called, and the message has failed unless it is settled.
     *
     * @throws InterruptedException if a handler throws that: it was kept from handling the message, which goes back
     * @throws ConsumeException if a handler throws and no policy says what becomes of the message
     */
    void handle(Delivery<? extends T> delivery, SubscribeOptions options) throws InterruptedException {
        try {
            for (MessageHandler<? super T> handler : all) {
                handler.onMessage(delivery);
            }
        } catch (InterruptedException e) {
            giveBack(delivery);
            throw e;
        } catch (Error e) {
            fail(delivery, e);
            throw e;
        } catch (Exception e) {
            failed(delivery, options, e);
        }
    }

    private void failed(Delivery<?> delivery, SubscribeOptions options, Exception why) {
        if (options.acknowledgement() != Acknowledgement.MANUAL
                || options.redelivery().mode() == Redelivery.Mode.REQUEUE) {
            giveBack(delivery);
            throw Messages.handlerFailed(delivery, why);
        }
        fail(delivery, why);
        Redelivery policy = options.redelivery();
        if (isWorthAWarning(delivery.envelope().attempt(), policy)) {
            Exception trace = traces.isNews(why) ? why : null;
            LOG.log(System.Logger.Level.WARNING, Messages.attemptFailed(delivery, policy, why), trace);
        } else if (LOG.isLoggable(System.Logger.Level.DEBUG)) {
            LOG.log(System.Logger.Level.DEBUG, Messages.attemptFailed(delivery, policy, why), why);
        }
    }

    /** The first failure and the last, and between them every tenfold one, or a message that never succeeds floods the log. */
    private static boolean isWorthAWarning(int attempt, Redelivery policy) {
        int rest = attempt;
        while (rest >= 10 && rest % 10 == 0) {
            rest /= 10;
        }
        return rest <= 1 || attempt >= policy.maxAttempts();
    }

    static void fail(Delivery<?> delivery, Throwable why) {
        if (delivery.state() == Delivery.State.RECEIVED) {
            delivery.fail(why);
        }
    }

    static void giveBack(Delivery<?> delivery) {
        if (delivery.state() == Delivery.State.RECEIVED) {
            delivery.requeue();
        }
    }
}
