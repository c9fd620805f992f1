package io.carrotmq;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;

/** The messages that are in a queue, fetched one by one. For one thread at a time. */
final class QueueIterator<T> implements Iterator<Delivery<T>> {
    private final Supplier<Optional<Delivery<T>>> fetch;
    private Delivery<T> fetched;
    private CodecException undecodable;

    QueueIterator(Supplier<Optional<Delivery<T>>> fetch) {
        this.fetch = fetch;
    }

    @Override
    public boolean hasNext() {
        if (fetched == null && undecodable == null) {
            try {
                fetched = fetch.get().orElse(null);
            } catch (CodecException e) {
                undecodable = e; // belongs to the call of next that asks for this message
            }
        }
        return fetched != null || undecodable != null;
    }

    @Override
    public Delivery<T> next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the queue is empty");
        }
        Delivery<T> next = fetched;
        CodecException failure = undecodable;
        fetched = null;
        undecodable = null;
        if (failure != null) {
            throw failure;
        }
        return next;
    }
}
