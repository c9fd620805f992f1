package io.carrotmq.benchmarks;

import io.carrotmq.stomp.frame.StompFrame;
import io.carrotmq.stomp.frame.StompVersion;
import io.carrotmq.stomp.frame.StompWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
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
import org.openjdk.jmh.infra.Blackhole;

/** What JMH runs for {@link StompCosts}: frames of STOMP 1.2 with five headers and 256 bytes read and written. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StompCodecBenchmark {
    static final int BODY = 256;
    /** Different ones, as on a connection: a power of two. */
    private static final int FRAMES = 64;

    /** The library's number, in the order of {@link StompCodec#all()}. */
    @Param("0")
    public int codec;

    private final byte[][] frames = new byte[FRAMES][];
    private final StompCodec.Writing[] writings = new StompCodec.Writing[FRAMES];
    private StompCodec library;
    private Consumer<Object> looking;
    private int turn;

    /** Makes one. */
    public StompCodecBenchmark() {}

    /**
     * Makes the frames.
     *
     * @param blackhole where what was read goes
     */
    @Setup
    public void prepare(Blackhole blackhole) {
        looking = blackhole::consume;
        library = StompCodec.all().get(codec);
        Random random = new Random(1);
        for (int i = 0; i < FRAMES; i++) {
            byte[] body = new byte[BODY];
            random.nextBytes(body);
            frames[i] = message(i, body);
            writings[i] = library.writing(headers(i), body);
        }
    }

    /** What a server sends. */
    static byte[] message(int number, byte[] body) {
        StompFrame frame = StompFrame.builder("MESSAGE")
                .header("subscription", "orders-1")
                .header("destination", "/queue/orders.incoming")
                .header("message-id", "T_orders-1@@session-4fJ2hzm0Q8TqXkXyW9sZ8g@@" + (1000 + number))
                .header("content-type", "application/json")
                .header("content-length", Integer.toString(BODY))
                .body(body)
                .build();
        return StompWriter.bytes(frame, StompVersion.V1_2);
    }

    static Map<String, String> headers(int number) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("destination", "/queue/orders.incoming");
        headers.put("content-type", "application/json");
        headers.put("persistent", "true");
        headers.put("receipt", "session-4fJ2hzm0Q8TqXkXyW9sZ8g-" + (1000 + number));
        headers.put("content-length", Integer.toString(BODY));
        return headers;
    }

    /**
     * Reads a frame.
     *
     * @throws Exception if the library cannot
     */
    @Benchmark
    public void read() throws Exception {
        library.read(frames[turn++ & FRAMES - 1], looking);
    }

    /**
     * Writes a frame.
     *
     * @return what it was written to
     * @throws Exception if the library cannot
     */
    @Benchmark
    public Object write() throws Exception {
        return writings[turn++ & FRAMES - 1].write();
    }
}
