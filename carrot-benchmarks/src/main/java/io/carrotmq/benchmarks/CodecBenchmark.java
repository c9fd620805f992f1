package io.carrotmq.benchmarks;

import io.carrotmq.Properties;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What JMH runs for {@link CodecCosts}: a body of about 1 KiB encoded and decoded, with no broker. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {
    /** The codec's number, in the order of {@link Coding#all()}. */
    @Param("0")
    public int coding;

    private Coding<?> codec;
    private byte[] content;
    private Properties properties;

    /** Makes one. */
    public CodecBenchmark() {}

    /** Resolves the codec. */
    @Setup
    public void resolve() {
        codec = Coding.all().get(coding);
        content = codec.encoded();
        properties = Properties.builder()
                .contentType(codec.codec().contentType())
                .contentEncoding(codec.codec().contentEncoding())
                .build();
    }

    /**
     * Encodes.
     *
     * @return the bytes
     */
    @Benchmark
    public byte[] encode() {
        return codec.encoded();
    }

    /**
     * Decodes, as a consumer does.
     *
     * @return the body
     */
    @Benchmark
    public Object decode() {
        return codec.decoder().decode(content, properties);
    }
}
