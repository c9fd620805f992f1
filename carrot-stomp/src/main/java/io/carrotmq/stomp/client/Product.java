package io.carrotmq.stomp.client;

/** What STOMP leaves to brokers and they do differently. */
enum Product {
    ACTIVEMQ("activemq.prefetchSize", true, true),
    /** Counts bytes ahead, not messages; and acknowledges at once what is acknowledged in a transaction. */
    ARTEMIS(null, false, false),
    /** One that does not tell, as Artemis in STOMP 1.0. */
    UNKNOWN("prefetch-count", false, false),
    /** Acknowledges at the commit, but before what was sent in it is confirmed. */
    RABBITMQ("prefetch-count", true, false),
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
            return server.startsWith("RabbitMQ") ? RABBITMQ : OTHER;
        }
        return server.contains("Artemis") ? ARTEMIS : ACTIVEMQ;
    }

    /**
     * Tells who subscribes to a destination.
     *
     * @param destination the destination
     * @return whether the broker does by itself, in the ack mode {@code auto}, when a message is sent that wants its replies
     *     there; then nobody else can
     */
    boolean subscribesItself(String destination) {
        return this == RABBITMQ && destination.startsWith("/temp-queue/");
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
