package io.carrotmq.ra.outbound;

/** How publishes join a transaction. */
enum TransactionMode {
    /** Published and confirmed before the transaction completes, beside any number of other resources. */
    SYNCHRONIZATION,
    /** Published and confirmed at the commit of a local transaction, as the one last resource. */
    LOCAL,
    /** At once, whether there is a transaction or not. */
    NONE
}
