package io.carrotmq.ra.context;

import io.carrotmq.config.ConnectionProperties;
import io.carrotmq.engine.Engine;
import jakarta.transaction.TransactionSynchronizationRegistry;

/** A started resource adapter, as its two halves see it. Safe for use by any number of threads. */
public interface AdapterContext {
    /** {@return the engine, from start to stop} */
    Engine engine();

    /** {@return the connection properties that others inherit} */
    ConnectionProperties connectionDefaults();

    /** {@return the container's registry, or null where there is none} */
    TransactionSynchronizationRegistry transactions();
}
