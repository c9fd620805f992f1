package io.carrotmq;

/**
 * The listener type of message-driven beans that take every message as it is, undecoded, in one method.
 *
 * <p>See {@link CarrotListener} for beans with typed methods.
 */
public interface CarrotMessageListener {
    /**
     * Handles a message. A normal return with a committed transaction acknowledges it; an exception, a rollback or a
     * timeout gives it back to the queue.
     *
     * @param delivery the message, its body the bytes that came over the wire
     */
    void onMessage(Delivery<byte[]> delivery);
}
