package io.carrotmq.testkit;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;

/** A STOMP broker inside this JVM that keeps everything in memory. */
abstract class EmbeddedStompBroker implements StompBroker {

    private static final Duration GREETING_TIMEOUT = Duration.ofSeconds(30);

    private final StompNode node;
    private final Path folder;
    private final Runnable deleteAtExit;
    private final Greeting greeting;
    private int tlsPort;
    private boolean closed;

    EmbeddedStompBroker(Running running) {
        this.node = running.node;
        this.folder = running.folder;
        this.greeting = running.greeting;
        this.deleteAtExit = () -> TemporaryFolder.delete(folder);
        AtExit.add(deleteAtExit);
    }

    /** How a node is started. */
    interface Start {
        StompNode with(StompNode.Settings settings) throws Exception;
    }

    /** A node that has greeted. */
    record Running(StompNode node, Path folder, Greeting greeting) {}

    /** @param artifacts what must be on the class path, for the failure message */
    static Running run(String product, String artifacts, int port, Start start) {
        Path folder = TemporaryFolder.create(product.toLowerCase(Locale.ROOT));
        StompNode node = null;
        try {
            node = start.with(new StompNode.Settings(folder, false, port));
            return new Running(node, folder, StompGreeting.of(uri("stomp", node.port()), GREETING_TIMEOUT));
        } catch (NoClassDefFoundError missing) {
            TemporaryFolder.delete(folder);
            throw new IllegalStateException(product + " is not on the class path; add " + artifacts, missing);
        } catch (Exception e) {
            IllegalStateException failure =
                    new IllegalStateException(product + " did not start on " + StompNode.HOST + ", port " + port, e);
            end(node, failure);
            TemporaryFolder.delete(folder);
            throw failure;
        }
    }

    static URI uri(String scheme, int port) {
        return BrokerUris.stomp(scheme, StompNode.HOST, port, StompNode.USER, StompNode.PASSWORD);
    }

    @Override
    public URI uri() {
        return uri("stomp", node.port());
    }

    @Override
    public synchronized URI tlsUri() {
        if (tlsPort == 0) {
            TlsIdentity identity = TlsIdentity.shared();
            tlsPort = asked(() -> node.listen(0, identity.keyStore(), identity.password()));
        }
        return uri("stomp+ssl", tlsPort);
    }

    @Override
    public String product() {
        return greeting.product();
    }

    @Override
    public String version() {
        return greeting.version();
    }

    @Override
    public long messages(String queue) {
        return asked(() -> node.messages(queue));
    }

    @Override
    public long unacknowledged(String queue) {
        return asked(() -> node.unacknowledged(queue));
    }

    @Override
    public boolean queueExists(String queue) {
        return asked(() -> node.queueExists(queue));
    }

    @Override
    public void deleteQueue(String queue) {
        asked(() -> {
            node.deleteQueue(queue);
            return true;
        });
    }

    @Override
    public void purgeQueue(String queue) {
        asked(() -> {
            node.purgeQueue(queue);
            return true;
        });
    }

    @Override
    public int connections() {
        return asked(node::connections);
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            IllegalStateException failure = new IllegalStateException(product() + " did not end properly");
            end(node, failure);
            deleteAtExit.run();
            AtExit.remove(deleteAtExit);
            if (failure.getSuppressed().length > 0) {
                throw failure;
            }
        }
    }

    private static void end(StompNode node, IllegalStateException failure) {
        try {
            if (node != null) {
                node.stop();
            }
        } catch (Exception e) {
            failure.addSuppressed(e);
        }
    }

    private <T> T asked(Callable<T> question) {
        try {
            return question.call();
        } catch (IOException e) {
            throw new IllegalStateException(product() + " does not run any more", e);
        } catch (Exception e) {
            throw new IllegalStateException(product() + " refused: " + e.getMessage(), e);
        }
    }
}
