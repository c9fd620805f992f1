package io.carrotmq.cdi.internal.consume.run;

import io.carrotmq.Delivery;
import java.util.List;

/**
 * What is between the thread that takes deliveries and those that handle them. It holds nothing but unsettled deliveries, so
 * never more than the broker sends ahead. One thread puts; any number of threads takes.
 */
interface Handoff {
    /**
     * Takes a delivery over, and waits while there are enough.
     *
     * @return false if it has stopped: the caller keeps the delivery
     */
    boolean put(Delivery<?> delivery) throws InterruptedException;

    /**
     * Waits for what is to be handled next.
     *
     * @return null if nothing will come any more
     */
    Charge take() throws InterruptedException;

    /** What was taken is settled. */
    void done(Charge charge);

    /**
     * Takes nothing over any more.
     *
     * @return what nobody needs to handle any more, to be given back
     */
    List<Delivery<?>> stop();

    /** Hands nothing out any more; what is left here is not settled. */
    void close();
}
