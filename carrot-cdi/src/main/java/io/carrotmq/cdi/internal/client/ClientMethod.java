package io.carrotmq.cdi.internal.client;

/** What a call of one method does. Safe for use by any number of threads. */
@FunctionalInterface
interface ClientMethod {
    Object call(Object client, Object[] values) throws Throwable;
}
