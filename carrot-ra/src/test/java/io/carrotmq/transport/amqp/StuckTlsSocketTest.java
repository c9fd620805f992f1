package io.carrotmq.transport.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.testkit.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A peer that reads no more holds neither its writer nor whoever ends the connection. */
@Timeout(60)
class StuckTlsSocketTest {
    private static final String PASSWORD = "changeit";

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch over = new CountDownLatch(1);

    @AfterEach
    void end() {
        over.countDown();
        threads.shutdownNow();
    }

    private static SSLContext context(Path folder) throws Exception {
        Path store = folder.resolve("store.p12");
        int done = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "peer",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start()
                .waitFor();
        assertThat(done).as(Files.readString(folder.resolve("keytool.log"))).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD.toCharArray());
        TrustManagerFactory others = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        others.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), others.getTrustManagers(), null);
        return context;
    }

    @Test
    void abortEndsTheWriterAndReturns(@TempDir Path folder) throws Exception {
        SSLContext context = context(folder);
        try (SSLServerSocket server = (SSLServerSocket)
                        context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket()) {
            threads.submit(() -> {
                try (SSLSocket peer = (SSLSocket) server.accept()) {
                    peer.startHandshake();
                    return over.await(60, TimeUnit.SECONDS); // and never reads
                }
            });
            socket.connect(server.getLocalSocketAddress());
            socket.startHandshake();
            AtomicLong written = new AtomicLong();
            Future<IOException> writer = threads.submit(() -> {
                OutputStream out = socket.getOutputStream();
                byte[] some = new byte[1 << 16];
                try {
                    while (true) {
                        out.write(some);
                        written.incrementAndGet();
                    }
                } catch (IOException e) {
                    return e;
                }
            });
            AtomicLong before = new AtomicLong(-1);
            AtomicLong since = new AtomicLong();
            Await.until("a writer that hangs", Duration.ofSeconds(30), () -> {
                if (before.getAndSet(written.get()) != written.get()) {
                    since.set(System.nanoTime());
                }
                return written.get() > 0 && System.nanoTime() - since.get() > 1_000_000_000L;
            });
            Future<?> aborting = threads.submit(() -> {
                SocketConnectionFactory.abort(socket);
                return null;
            });
            aborting.get(20, TimeUnit.SECONDS);
            assertThat(writer.get(20, TimeUnit.SECONDS)).isNotNull();
            assertThat(socket.isClosed()).isTrue();
        }
    }
}
