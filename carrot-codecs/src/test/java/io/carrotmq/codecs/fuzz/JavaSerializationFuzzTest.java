package io.carrotmq.codecs.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;

class JavaSerializationFuzzTest {
    /** Loads when the fuzzer is ready to watch the classes it leads to. */
    private static final class Lazy {
        private static final Decoding DECODING = Decoding.of("application/x-java-serialized-object");
    }

    @FuzzTest
    void decode(byte[] content) {
        Lazy.DECODING.decode(content);
    }
}
