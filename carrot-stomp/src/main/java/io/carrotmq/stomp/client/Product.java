package io.carrotmq.stomp.client;

/** What STOMP leaves to brokers and they do differently. */
enum Product {
    ACTIVEMQ("activemq.prefetchSize", true),
    /** Counts bytes ahead, not messages; and acknowledges at once what is acknowledged in a transaction. */
    ARTEMIS(null, false),
    OTHER("prefetch-count", true);

    private final String prefetchHeader;
    private final boolean acknowledgesInTransactions;

    Product(String prefetchHeader, boolean acknowledgesInTransactions) {
        this.prefetchHeader = prefetchHeader;
        this.acknowledgesInTransactions = acknowledgesInTransactions;
    }

    /** {@return which one calls itself so in {@code CONNECTED}; null if it does not tell} */
    static Product of(String server) {
        if (server == null || !server.startsWith("ActiveMQ")) {
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
}
