package io.carrotmq.stomp.failover;

/** How a broker's address begins. */
public enum BrokerScheme {
    /** In the clear; a host and a port, no more. */
    TCP("tcp", 0, false),
    /** With TLS; a host and a port, no more. */
    SSL("ssl", 0, true),
    /** In the clear; a user, a password and a virtual host are possible, the port is 61613 unless given. */
    STOMP("stomp", 61613, false),
    /** With TLS; a user, a password and a virtual host are possible, the port is 61614 unless given. */
    STOMP_SSL("stomp+ssl", 61614, true);

    private final String text;
    private final int defaultPort;
    private final boolean tls;

    BrokerScheme(String text, int defaultPort, boolean tls) {
        this.text = text;
        this.defaultPort = defaultPort;
        this.tls = tls;
    }

    /** {@return how an address writes it, such as {@code stomp+ssl}} */
    public String text() {
        return text;
    }

    /** {@return the port of an address that names none; 0 if an address must name it} */
    public int defaultPort() {
        return defaultPort;
    }

    /** {@return whether the connection is made with TLS} */
    public boolean tls() {
        return tls;
    }

    /** {@return whether an address has a host and a port only} */
    boolean isBare() {
        return defaultPort == 0;
    }

    /** {@return the scheme of that text, or null} */
    static BrokerScheme of(String text) {
        for (BrokerScheme scheme : values()) {
            if (scheme.text.equals(text)) {
                return scheme;
            }
        }
        return null;
    }
}
