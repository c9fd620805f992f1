package io.carrotmq.config;

/** How a broker is spoken to. The scheme of an address names it. */
public enum Protocol {
    /** AMQP 0-9-1. */
    AMQP("amqp", 5672, false),
    /** AMQP 0-9-1, encrypted. */
    AMQPS("amqps", 5671, true),
    /** STOMP. */
    STOMP("stomp", 61613, false),
    /** STOMP, encrypted. */
    STOMP_SSL("stomp+ssl", 61614, true),
    /** A broker inside this JVM. */
    MEMORY("memory", 0, false);

    private final String scheme;
    private final int port;
    private final boolean tls;

    Protocol(String scheme, int port, boolean tls) {
        this.scheme = scheme;
        this.port = port;
        this.tls = tls;
    }

    /** {@return the scheme of its addresses} */
    public String scheme() {
        return scheme;
    }

    /** {@return whether connections are encrypted} */
    public boolean tls() {
        return tls;
    }

    /** {@return whether it is STOMP, encrypted or not} */
    public boolean stomp() {
        return this == STOMP || this == STOMP_SSL;
    }

    /** {@return the port of an address that names none} */
    int port() {
        return port;
    }

    /** {@return the protocol of a scheme, or null if none has it} */
    static Protocol of(String scheme) {
        for (Protocol protocol : values()) {
            if (protocol.scheme.equalsIgnoreCase(scheme)) {
                return protocol;
            }
        }
        return null;
    }
}
