package io.carrotmq.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/** Has JMH measure what the codecs for JSON cost by themselves. */
final class CodecCosts {
    private final Jmh jmh;

    CodecCosts(Jmh jmh) {
        this.jmh = jmh;
    }

    List<CodecCost> measure() throws RunnerException {
        List<CodecCost> costs = new ArrayList<>();
        List<Coding<?>> codings = Coding.all();
        for (int coding = 1; coding < codings.size(); coding++) { // the first leaves bytes as they are
            Jmh.Result encode = jmh.run(CodecBenchmark.class, "encode", "coding", coding);
            Jmh.Result decode = jmh.run(CodecBenchmark.class, "decode", "coding", coding);
            costs.add(new CodecCost(
                    codings.get(coding).name(),
                    encode.score(),
                    decode.score(),
                    Math.round(encode.bytes()),
                    Math.round(decode.bytes())));
        }
        return costs;
    }
}
