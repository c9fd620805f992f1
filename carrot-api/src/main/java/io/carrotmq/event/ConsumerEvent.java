package io.carrotmq.event;

/** Something that happens to one consumer. */
public sealed interface ConsumerEvent extends CarrotEvent permits ConsumerStarted, ConsumerPaused, ConsumerFailed {
    /** {@return the consumer's name: the id of a {@code @Consume} method, otherwise the queue's name} */
    String consumer();

    /** {@return the queue's name} */
    String queue();
}
