package io.carrotmq.engine;

import io.carrotmq.OutgoingMessage;
import io.carrotmq.UnroutableException;
import java.util.function.Supplier;

/** A message that was published in a transaction of the broker. Safe for use by several threads. */
public final class TransactedMessage {
    private final OutgoingMessage message;
    private volatile Supplier<UnroutableException> back;

    TransactedMessage(OutgoingMessage message) {
        this.message = message;
    }

    public OutgoingMessage message() {
        return message;
    }

    /** {@return whether the broker has given it back, because no queue took it; only known once the commit was answered} */
    public boolean cameBack() {
        return back != null;
    }

    /** {@return the failure of one that {@link #cameBack}} */
    public UnroutableException failure() {
        return back.get();
    }

    void cameBack(Supplier<UnroutableException> why) {
        back = why;
    }
}
