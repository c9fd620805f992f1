package io.carrotmq;

/**
 * How publishes join a transaction of the container. RabbitMQ and its like have no two-phase commit; each mode says what it
 * gives for that. Outside a transaction all modes are the same: a message goes out at once.
 *
 * <p>Set as {@code transactionMode} of the connection factory, in lower camel case ({@code afterCommit}), and for single
 * publishers by {@link SendOptions#transactionMode}. Whatever the mode but {@link #NONE}, a transaction that rolls back
 * before it completes publishes nothing.
 */
public enum TransactionMode {
    /**
     * Kept back, then published and confirmed before the transaction completes; a message that is not confirmed rolls it
     * back. Works beside any number of other resources of any kind. If another resource fails to commit after that, the
     * messages are out all the same.
     */
    SYNCHRONIZATION,

    /**
     * Kept back, then published and confirmed at the commit of a local transaction: the last resource, after the others
     * have prepared. The strongest of the five, but most containers refuse it beside a data source that is not XA.
     */
    LOCAL,

    /**
     * Kept back, then published and confirmed after the transaction has committed. Nothing is published that was not
     * committed; but what cannot be published then is lost, and so is everything when the process ends in between. Such a
     * loss is logged, and told by the stage of {@link Publisher#sendAsync}.
     */
    AFTER_COMMIT,

    /**
     * Published at once into a transaction of the broker (AMQP 0-9-1, class {@code tx}), which commits as a local transaction
     * does: the last resource, after the others have prepared. Nobody sees a message before that, and one to an exchange that
     * does not exist fails at once. RabbitMQ makes it atomic for one queue only, and a mandatory message that no queue takes
     * comes back when the others have been delivered: the commit then fails, and says so. What a full quorum queue refuses is
     * lost there, because RabbitMQ 4.3 answers the commit all the same: use {@link #LOCAL} for one. The broker must have {@link
     * Capability#TRANSACTIONS}.
     */
    TX,

    /** Published at once; the transaction's outcome changes nothing. */
    NONE
}
