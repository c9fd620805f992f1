package io.carrotmq.transport.memory;

import java.util.Locale;

/** Why a queue gave a message up. */
enum DeathReason {
    REJECTED,
    EXPIRED,
    MAXLEN,
    DELIVERY_LIMIT;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
