package io.carrotmq;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** The handlers of a consumer, in the order they are called. Safe for use by any number of threads. */
final class Handlers<T> {
    private final List<MessageHandler<? super T>> all = new CopyOnWriteArrayList<>();

    void add(MessageHandler<? super T> handler) {
        all.add(Objects.requireNonNull(handler, "handler"));
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Calls them until one throws: then those after it are not called, and the message goes back unless it is settled. */
    void handle(Delivery<? extends T> delivery) {
        try {
            for (MessageHandler<? super T> handler : all) {
                handler.onMessage(delivery);
            }
        } catch (Error e) {
            giveBack(delivery);
            throw e;
        } catch (Exception e) {
            giveBack(delivery);
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw Messages.handlerFailed(delivery.envelope().queue(), e);
        }
    }

    static void giveBack(Delivery<?> delivery) {
        if (delivery.state() == Delivery.State.RECEIVED) {
            delivery.requeue();
        }
    }
}
