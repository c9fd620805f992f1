package io.carrotmq.stomp.client;

/** What STOMP leaves to brokers and they do differently. */
enum Product {
    ACTIVEMQ("activemq.prefetchSize", true, true),
    /** Counts bytes ahead, not messages; and acknowledges at once what is acknowledged in a transaction. */
    ARTEMIS(null, false, false),
    /** One that does not tell, as Artemis in STOMP 1.0. */
    UNKNOWN("prefetch-count", false, false),
    /** RabbitMQ among them, which acknowledges at the commit, but before what was sent in it is confirmed. */
    OTHER("prefetch-count", true, false);

    private final String prefetchHeader;
    private final boolean acknowledgesInTransactions;
    private final boolean bindsAcknowledgements;

    Product(String prefetchHeader, boolean acknowledgesInTransactions, boolean bindsAcknowledgements) {
        this.prefetchHeader = prefetchHeader;
        this.acknowledgesInTransactions = acknowledgesInTransactions;
        this.bindsAcknowledgements = bindsAcknowledgements;
    }

    /**
     * Recognizes one.
     *
     * @param server what it calls itself in {@code CONNECTED}; null if it does not tell
     * @return which one it is
     */
    static Product of(String server) {
        if (server == null) {
            return UNKNOWN;
        }
        if (!server.startsWith("ActiveMQ")) {
            return OTHER;
        }
        return server.contains("Artemis") ? ARTEMIS : ACTIVEMQ;
    }

    /** {@return the header that bounds how many messages come ahead of acknowledgements; null if there is none} */
    String prefetchHeader() {
        return prefetchHeader;
    }

    /** {@return whether an acknowledgement in a transaction waits for its commit} */
    boolean acknowledgesInTransactions() {
        return acknowledgesInTransactions;
    }

    /** {@return whether a transaction has both its messages sent and its acknowledgements made, or neither} */
    boolean bindsAcknowledgements() {
        return bindsAcknowledgements;
    }
}
