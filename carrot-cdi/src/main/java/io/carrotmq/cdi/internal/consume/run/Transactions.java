package io.carrotmq.cdi.internal.consume.run;

/** Transactions of the calling thread. Safe for use by any number of threads. */
interface Transactions {
    void begin() throws Exception;

    /**
     * Commits.
     *
     * @throws Exception if it was rolled back instead, or nobody knows
     */
    void commit() throws Exception;

    /** Rolls back if there is one. */
    void rollback() throws Exception;
}
