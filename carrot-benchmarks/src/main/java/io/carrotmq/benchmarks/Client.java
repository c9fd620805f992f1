package io.carrotmq.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** A client library that is measured. Every message is persistent and mandatory, and confirmed by the broker. */
interface Client extends AutoCloseable {
    String name();

    /** {@return a way to send for one thread; several exist at one time} */
    Sender sender() throws Exception;

    /** Sends one message after another; each returns when the broker has confirmed it. */
    interface Sender extends AutoCloseable {
        void send(byte[] body) throws Exception;

        @Override
        default void close() throws IOException, TimeoutException {}
    }

    /**
     * Sends with many messages on their way.
     *
     * @param window how many at most
     * @return how many were sent; all are confirmed
     */
    long pipeline(byte[] body, int window, BooleanSupplier goOn) throws Exception;

    /** Sends a batch and waits once, until all of it is confirmed. */
    void sendAll(List<byte[]> bodies) throws Exception;

    /**
     * Takes and acknowledges that many messages of the queue.
     *
     * @return the nanoseconds from the first of them to the last acknowledgement
     */
    long consume(int prefetch, int count) throws Exception;

    @Override
    void close() throws IOException;
}
