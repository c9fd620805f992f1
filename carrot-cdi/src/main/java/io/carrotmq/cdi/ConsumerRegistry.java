package io.carrotmq.cdi;

import java.util.Set;

/**
 * The {@link Consume} methods of the application, to look at and to control. Injected: {@code @Inject ConsumerRegistry
 * consumers}. Safe for use by any number of threads.
 */
public interface ConsumerRegistry {
    /** {@return the names of all consumers} */
    Set<String> ids();

    /**
     * Finds a consumer.
     *
     * @param id its name
     * @return the consumer
     * @throws io.carrotmq.ConfigurationException if there is none of that name; the message lists those that are
     */
    RunningConsumer get(String id);

    /** One consumer. Safe for use by any number of threads. */
    interface RunningConsumer {
        /** {@return its name} */
        String id();

        /** {@return the queue's name} */
        String queue();

        /** {@return what it does now} */
        State state();

        /** {@return how many messages are being handled now} */
        int handling();

        /** Starts it, if it has not been started or has given up; otherwise does nothing. */
        void start();

        /**
         * Stops taking messages; what the broker has sent ahead and nobody has taken to handle it goes back. What is taken is
         * handled: with a concurrency above 1 up to as many more as that, with a batch the rest of one, and those that wait for
         * another of their key. Does nothing while it is paused.
         */
        void pause();

        /** Takes messages again. Does nothing unless it is paused. */
        void resume();
    }

    /** What a consumer does. */
    enum State {
        /** It has not been started. */
        NEW,
        /** It waits for the broker, for the first time or again. */
        CONNECTING,
        /** It takes messages. */
        RUNNING,
        /** Somebody has paused it. */
        PAUSED,
        /**
         * It has given up, because the broker cannot do what it wants or its options contradict each other; {@link
         * RunningConsumer#start} starts it again. What time, or somebody at the broker, can heal is waited for.
         */
        FAILED,
        /** The application ends: it takes no more messages. */
        STOPPED
    }
}
