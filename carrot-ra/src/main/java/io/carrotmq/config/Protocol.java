package io.carrotmq.config;

import java.util.Locale;

/** How a broker is spoken to. The scheme of an address names it. */
public enum Protocol {
    /** AMQP 0-9-1. */
    AMQP,
    /** AMQP 0-9-1, encrypted. */
    AMQPS,
    /** A broker inside this JVM. */
    MEMORY;

    /** {@return the scheme of its addresses} */
    public String scheme() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@return the protocol of a scheme, or null if none has it} */
    static Protocol of(String scheme) {
        for (Protocol protocol : values()) {
            if (protocol.name().equalsIgnoreCase(scheme)) {
                return protocol;
            }
        }
        return null;
    }
}
