package io.carrotmq.testkit;

/** One way to come by a RabbitMQ broker. */
interface RabbitSource {

    /** The name by which {@link RabbitSearch} is told to use this way and no other. */
    String name();

    /**
     * A broker that answers.
     *
     * @throws Unavailable if this machine does not offer this way, and another one may be tried
     * @throws IllegalStateException if it does, and yet the broker does not run: that wants to be seen
     */
    RabbitNode start() throws Unavailable;

    /** Says what is missing. */
    final class Unavailable extends Exception {
        private static final long serialVersionUID = 1;

        Unavailable(String missing) {
            super(missing);
        }

        Unavailable(String missing, Throwable cause) {
            super(missing, cause);
        }
    }
}
