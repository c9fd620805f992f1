package io.carrotmq.testkit;

import java.nio.file.Path;

/** A STOMP broker running in this JVM. Implementations are safe for use by several threads. */
interface StompNode {

    String HOST = "127.0.0.1";
    String USER = "guest";
    String PASSWORD = "guest";

    /** Where a node keeps its files, whether it keeps messages there, and its port, 0 for any. */
    record Settings(Path folder, boolean persistent, int port) {}

    /** The port it listens on. */
    int port();

    /** Listens for TLS as well, on that port, or on any if it is 0; returns the port. */
    int listen(int tlsPort, Path keyStore, String password) throws Exception;

    long messages(String queue) throws Exception;

    long unacknowledged(String queue) throws Exception;

    boolean queueExists(String queue) throws Exception;

    void deleteQueue(String queue) throws Exception;

    void purgeQueue(String queue) throws Exception;

    int connections();

    /** Ends the broker. Its files stay. */
    void stop() throws Exception;
}
