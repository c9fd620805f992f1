package io.carrotmq.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What JMH runs for {@link CdiCosts}: a message of 1 KiB sent and confirmed by a broker inside the JVM. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CdiSendBenchmark {
    /** Who sends: 0 a publisher that the API made, 1 an injected one, 2 a declarative one. */
    @Param("0")
    public int way;

    private final byte[] body = new byte[1024];
    private CdiApplication application;
    private Consumer<byte[]> sending;

    /** Makes one. */
    public CdiSendBenchmark() {}

    /** Starts the application. */
    @Setup
    public void start() {
        application = CdiApplication.start();
        CdiApplication.Sender sender = application.sender();
        sending = switch (way) {
            case 0 -> application.publisher(CdiApplication.SENT)::send;
            case 1 -> sender.injected::send;
            default -> sender.declared::send;
        };
    }

    /** Sends, and waits for the confirm. */
    @Benchmark
    public void send() {
        sending.accept(body);
    }

    /** Ends the application. */
    @TearDown
    public void stop() {
        application.close();
    }
}
