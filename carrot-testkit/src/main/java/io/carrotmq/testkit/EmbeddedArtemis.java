package io.carrotmq.testkit;

/**
 * Apache Artemis inside this JVM, everything in memory: a STOMP broker that starts within a second or two. Get one from
 * {@link #start()}, or as a parameter of a test annotated with {@link WithBroker}.
 *
 * <p>It needs {@code org.apache.artemis:artemis-server} and {@code org.apache.artemis:artemis-stomp-protocol} on the
 * class path, which the test kit does not bring. As in a new broker instance, messages that are refused go to the queue
 * {@code DLQ}, expired ones to {@code ExpiryQueue}, and queues stay when their consumers leave. One that keeps its
 * messages, and can be killed, is {@link StompProcess#artemis()}.
 *
 * <p>Safe for use by several threads. It runs until {@link #close()}; what it stored is gone then.
 */
public final class EmbeddedArtemis extends EmbeddedStompBroker {

    static final String ARTIFACTS = "org.apache.artemis:artemis-server and org.apache.artemis:artemis-stomp-protocol";

    private EmbeddedArtemis(Running running) {
        super(running);
    }

    /**
     * Starts a broker on a free port.
     *
     * @throws IllegalStateException if the broker does not start, or is not on the class path
     */
    public static EmbeddedArtemis start() {
        return start(0);
    }

    /**
     * Starts a broker on that port, or on a free one if it is zero.
     *
     * @throws IllegalStateException if the broker does not start, cannot listen on the port, or is not on the class path
     */
    public static EmbeddedArtemis start(int port) {
        return new EmbeddedArtemis(run("Artemis", ARTIFACTS, port, settings -> new ArtemisNode(settings)));
    }
}
