package io.carrotmq.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What JMH runs for {@link CdiCosts}: messages of 1 KiB taken from a queue of a broker inside the JVM, and acknowledged. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CdiTakeBenchmark {
    static final int MESSAGES = 50_000;

    /** Who takes: 0 a handler of a consumer that the API made, 1 a method that consumes. */
    @Param("0")
    public int way;

    private CdiApplication application;
    private CdiApplication.Taking taking;

    /** Makes one. */
    public CdiTakeBenchmark() {}

    /** Starts the application. */
    @Setup
    public void start() {
        application = CdiApplication.start();
        taking = way == 0 ? application.handler() : application.method();
    }

    /** Fills the queue. */
    @Setup(Level.Invocation)
    public void fill() {
        application.fill(MESSAGES);
    }

    /**
     * Takes what is in the queue.
     *
     * @throws InterruptedException if it is interrupted
     */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void take() throws InterruptedException {
        taking.take(MESSAGES);
    }

    /** Lets the taker rest while the queue is filled. */
    @TearDown(Level.Invocation)
    public void rest() {
        taking.rest();
    }

    /** Ends the application. */
    @TearDown
    public void stop() {
        taking.close();
        application.close();
    }
}
