package io.carrotmq;

/**
 * What a broker may be able to do, through the protocol it is spoken to in: the first ten every AMQP broker can. {@link BrokerInfo#supports} tells of the broker at hand; asking for
 * something it cannot do fails with {@link UnsupportedException}, where it is asked for.
 */
public enum Capability {
    /** Exchanges that are declared. */
    EXCHANGES("declaring exchanges"),
    /** Exchanges that compare headers. */
    HEADERS_EXCHANGES("exchanges that compare headers"),
    /** Queues that are bound to exchanges. */
    BINDINGS("binding queues to exchanges"),
    /** Queues for one connection only. */
    EXCLUSIVE_QUEUES("exclusive queues"),
    /** Queues that go with their last consumer. */
    AUTO_DELETE("queues that are deleted with their last consumer"),
    /** Consumers that keep others from their queue. */
    EXCLUSIVE_CONSUMERS("exclusive consumers"),
    /** The publisher learns that no queue took its message. */
    MANDATORY("telling that no queue took a message"),
    /** Asking whether a queue or an exchange is there, and how much waits in a queue. */
    LOOKUP("telling what is there and how much waits in a queue"),
    /** Deleting queues and exchanges. */
    DELETION("deleting queues and exchanges"),
    /** Headers whose values are tables or lists. */
    NESTED_HEADERS("headers that hold tables or lists"),
    /** Replicated queues. */
    QUORUM_QUEUES("quorum queues"),
    /** Queues that are append-only logs. */
    STREAMS("streams"),
    /** A time to live for the messages of a queue. */
    MESSAGE_TTL("a time to live for a queue's messages"),
    /** A time to live for a single message, relative to when it was sent. */
    EXPIRATION("an expiration for a message"),
    /** Queues that are deleted when nobody has used them for a while. */
    QUEUE_TTL("a time to live for a queue"),
    /** Queues with a bound on their length. */
    LENGTH_LIMIT("a bound on a queue's length"),
    /** Queues that deliver messages of high priority first. */
    PRIORITIES("priority queues"),
    /** Queues that send what is rejected or expires elsewhere. */
    DEAD_LETTERS("dead letters"),
    /** Quorum queues that give up on a message after some deliveries. */
    DELIVERY_LIMIT("a delivery limit"),
    /** Queues that serve one consumer and keep the others in reserve. */
    SINGLE_ACTIVE_CONSUMER("a single active consumer"),
    /** Quorum queues that let a message wait before they deliver it again. */
    DELAYED_RETRY("delayed retry"),
    /** Bindings between exchanges. */
    EXCHANGE_TO_EXCHANGE("bindings between exchanges"),
    /** Exchanges that send what no binding takes elsewhere. */
    ALTERNATE_EXCHANGE("alternate exchanges"),
    /** A rejected message leaves its queue. */
    REJECT("rejecting a message"),
    /** The broker tells a consumer when its queue is gone. */
    CANCEL_NOTICE("telling a consumer that its queue is gone"),
    /** The broker tells a publisher when it takes no more messages for a while. */
    BLOCKED_NOTICE("telling a publisher that it is blocked"),
    /** Declaring a queue again with other properties is refused. */
    MISMATCH_CHECK("refusing a queue that is declared again with other properties"),
    /** Routing keys in the headers {@code CC} and {@code BCC}. */
    SENDER_SELECTED_ROUTING("routing keys in the headers CC and BCC"),
    /** Replies without a queue, by the address {@code amq.rabbitmq.reply-to}. */
    DIRECT_REPLY_TO("direct reply-to"),
    /** Publishing in a transaction of the broker, as {@link TransactionMode#TX} does. */
    TRANSACTIONS("transactions of its own");

    private final String description;

    Capability(String description) {
        this.description = description;
    }

    /** {@return what it is, in words that fit into a sentence} */
    public String description() {
        return description;
    }
}
