package io.carrotmq.ra.inbound;

import io.carrotmq.config.ConnectionProperties;

/**
 * The activation properties that say what becomes of messages a message-driven bean fails on. A message fails if the bean
 * throws, if its transaction does not commit, or if the bean says so ({@link io.carrotmq.Delivery#fail}). Numbers with a
 * fraction are texts, because servers differ in what they make of them.
 */
public abstract class FailureProperties extends ConnectionProperties {
    private static final long serialVersionUID = 1L;

    private Integer maxAttempts;
    private String redeliveryMode;
    private Long redeliveryDelayMillis;
    private String redeliveryMultiplier;
    private Long redeliveryMaxDelayMillis;
    private String redeliveryJitter;
    private String deadLetterMode;
    private String deadLetterQueue;
    private String deadLetterExchange;
    private String deadLetterRoutingKey;
    private Boolean deadLetterStackTrace;
    private Integer maxSequentialFailures;

    /** Only activation specifications have these properties. */
    FailureProperties() {}

    /**
     * {@return how often the bean is called with a message before it goes to the dead letters, the first time included;
     * 0: without a limit; null: 3. What is given back, or was sent ahead when a connection was lost, is not counted}
     */
    public Integer getMaxAttempts() {
        return maxAttempts;
    }

    public void setMaxAttempts(Integer value) {
        maxAttempts = value;
    }

    /**
     * {@return where a message waits before the bean is called with it again: {@code auto}, {@code inPlace}, {@code
     * delayQueue}, {@code broker} or {@code requeue}, as {@link io.carrotmq.Redelivery.Mode} describes them; null: auto}
     */
    public String getRedeliveryMode() {
        return redeliveryMode;
    }

    public void setRedeliveryMode(String value) {
        redeliveryMode = value;
    }

    /** {@return the delay after the first failure, in milliseconds, 0 to 86400000 (a day); null: 1000} */
    public Long getRedeliveryDelayMillis() {
        return redeliveryDelayMillis;
    }

    public void setRedeliveryDelayMillis(Long value) {
        redeliveryDelayMillis = value;
    }

    /** {@return by how much each delay is longer than the one before, 1 to 100, such as {@code 1.5}; null: 2} */
    public String getRedeliveryMultiplier() {
        return redeliveryMultiplier;
    }

    public void setRedeliveryMultiplier(String value) {
        redeliveryMultiplier = value;
    }

    /**
     * {@return the longest delay, in milliseconds, 0 to 86400000 (a day), with {@code inPlace} to 600000, and not below
     * {@code redeliveryDelayMillis}; null: 60000, or the first delay if that is longer}
     */
    public Long getRedeliveryMaxDelayMillis() {
        return redeliveryMaxDelayMillis;
    }

    public void setRedeliveryMaxDelayMillis(Long value) {
        redeliveryMaxDelayMillis = value;
    }

    /** {@return by which part of it a delay varies at random, 0 to 0.5, such as {@code 0.1}; null: 0.2} */
    public String getRedeliveryJitter() {
        return redeliveryJitter;
    }

    public void setRedeliveryJitter(String value) {
        redeliveryJitter = value;
    }

    /**
     * {@return who moves what failed too often, or cannot be decoded, to the dead letters: {@code carrot}, which publishes
     * it; or {@code broker}: it is rejected, and goes where the queue's declaration says; null: carrot}
     */
    public String getDeadLetterMode() {
        return deadLetterMode;
    }

    public void setDeadLetterMode(String value) {
        deadLetterMode = value;
    }

    /**
     * {@return the queue of the dead letters, which is declared or verified together with the bean's own; null: the
     * bean's queue's name and {@code .dlq}, unless there is a {@code deadLetterExchange}}
     */
    public String getDeadLetterQueue() {
        return deadLetterQueue;
    }

    public void setDeadLetterQueue(String value) {
        deadLetterQueue = value;
    }

    /** {@return an exchange, which exists already, for the dead letters; null: the default exchange} */
    public String getDeadLetterExchange() {
        return deadLetterExchange;
    }

    public void setDeadLetterExchange(String value) {
        deadLetterExchange = value;
    }

    /** {@return the routing key on {@code deadLetterExchange}; null: the one each message came with} */
    public String getDeadLetterRoutingKey() {
        return deadLetterRoutingKey;
    }

    public void setDeadLetterRoutingKey(String value) {
        deadLetterRoutingKey = value;
    }

    /** {@return whether dead letters carry the stack trace of what the bean threw; null: false} */
    public Boolean getDeadLetterStackTrace() {
        return deadLetterStackTrace;
    }

    public void setDeadLetterStackTrace(Boolean value) {
        deadLetterStackTrace = value;
    }

    /**
     * {@return after how many failures in a row, of whichever messages, the bean is paused, and then tried with one message
     * at a time until one succeeds; 0 or null: never}
     */
    public Integer getMaxSequentialFailures() {
        return maxSequentialFailures;
    }

    public void setMaxSequentialFailures(Integer value) {
        maxSequentialFailures = value;
    }
}
