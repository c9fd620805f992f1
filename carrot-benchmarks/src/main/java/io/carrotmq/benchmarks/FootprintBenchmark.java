package io.carrotmq.benchmarks;

import java.net.URI;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What JMH runs for {@link Footprints}: messages of 1 KiB sent in a window, and sent and then taken. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
public class FootprintBenchmark {
    /** The system property that names the broker's address. */
    static final String URI_PROPERTY = "benchmarks.footprint.uri";

    static final int MESSAGES = 5_000;

    /** The client's number, in the order of {@link Bench#clients()}. */
    @Param("0")
    public int client;

    private final byte[] body = new byte[1024];
    private Bench bench;

    /** Makes one. */
    public FootprintBenchmark() {}

    /**
     * Connects.
     *
     * @throws Exception if the broker is not there
     */
    @Setup
    public void connect() throws Exception {
        bench = new Bench("Qpid", URI.create(System.getProperty(URI_PROPERTY)), true);
    }

    /**
     * Sends.
     *
     * @throws Exception if a message is not confirmed
     */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void send() throws Exception {
        Budget budget = new Bounds(60, MESSAGES).start(body.length);
        bench.clients().get(client).pipeline(body, Case.WINDOW_SIZE, budget::take);
    }

    /**
     * Sends, and takes what was sent.
     *
     * @throws Exception if a message is not confirmed, or does not come
     */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void sendAndTake() throws Exception {
        send();
        bench.clients().get(client).consume(Case.PREFETCH, MESSAGES);
    }

    /**
     * Empties the queue.
     *
     * @throws Exception if the broker refuses
     */
    @TearDown(Level.Invocation)
    public void purge() throws Exception {
        bench.purge();
    }

    /**
     * Disconnects.
     *
     * @throws Exception if the broker is gone
     */
    @TearDown
    public void disconnect() throws Exception {
        bench.close();
    }
}
