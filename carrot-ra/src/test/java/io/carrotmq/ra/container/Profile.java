package io.carrotmq.ra.container;

/** How a server deals with a delivery's transaction, as measured. */
public enum Profile {
    /** A timeout completes the transaction on the reaper's thread; a rollback is no news to afterDelivery. */
    WILDFLY,
    /** afterDelivery never throws; what a marked method throws arrives as something else. */
    PAYARA,
    /** A failed one-phase commit is "unknown"; a failed commit makes afterDelivery throw. */
    LIBERTY,
    /** Begins a transaction only where there is an XAResource, as the specification permits. */
    STRICT,
    /** Has no registry to ask. */
    TOMEE;

    boolean lastRegisteredFirst() {
        return this == WILDFLY;
    }

    boolean timeoutCompletes() {
        return this == WILDFLY;
    }

    /** Whether the bean's exception shows in the status before afterDelivery. */
    boolean marksAtOnce() {
        return this == WILDFLY;
    }

    boolean afterDeliveryTells() {
        return this != PAYARA;
    }
}
