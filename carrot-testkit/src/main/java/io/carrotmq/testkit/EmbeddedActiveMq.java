package io.carrotmq.testkit;

/**
 * ActiveMQ Classic inside this JVM, everything in memory: a STOMP broker that starts within half a second. Get one from
 * {@link #start()}, or as a parameter of a test annotated with {@link WithBroker}.
 *
 * <p>It needs {@code org.apache.activemq:activemq-broker} and {@code org.apache.activemq:activemq-stomp} on the class
 * path, which the test kit does not bring. It is configured as ActiveMQ is delivered, except that it asks for user and
 * password. One that keeps its messages, and can be killed, is {@link StompProcess#activeMq()}.
 *
 * <p>Safe for use by several threads. It runs until {@link #close()}; what it stored is gone then.
 */
public final class EmbeddedActiveMq extends EmbeddedStompBroker {

    static final String ARTIFACTS = "org.apache.activemq:activemq-broker and org.apache.activemq:activemq-stomp";

    private EmbeddedActiveMq(Running running) {
        super(running);
    }

    /**
     * Starts a broker on a free port.
     *
     * @throws IllegalStateException if the broker does not start, or is not on the class path
     */
    public static EmbeddedActiveMq start() {
        return start(0);
    }

    /**
     * Starts a broker on that port, or on a free one if it is zero.
     *
     * @throws IllegalStateException if the broker does not start, cannot listen on the port, or is not on the class path
     */
    public static EmbeddedActiveMq start(int port) {
        return new EmbeddedActiveMq(run("ActiveMQ", ARTIFACTS, port, settings -> new ActiveMqNode(settings)));
    }
}
