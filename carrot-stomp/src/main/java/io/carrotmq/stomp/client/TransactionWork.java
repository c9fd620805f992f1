package io.carrotmq.stomp.client;

/**
 * What is done in a transaction.
 *
 * @param <X> what it may throw; {@link RuntimeException} if nothing else
 */
@FunctionalInterface
public interface TransactionWork<X extends Exception> {
    /**
     * Does it. The caller commits afterwards, or aborts if this throws.
     *
     * @param transaction the transaction
     * @throws X if the transaction shall be aborted
     */
    void run(StompTransaction transaction) throws X;
}
