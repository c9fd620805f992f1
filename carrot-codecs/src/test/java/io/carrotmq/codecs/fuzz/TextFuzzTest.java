package io.carrotmq.codecs.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;

class TextFuzzTest {
    /** Loads when the fuzzer is ready to watch the classes it leads to. */
    private static final class Lazy {
        private static final Decoding PLAIN = Decoding.ofText("utf-8");
        private static final Decoding GZIP = Decoding.ofText("gzip");
        private static final Decoding ZLIB = Decoding.ofText("deflate");
    }

    @FuzzTest
    void decode(byte[] content) {
        Lazy.PLAIN.decode(content);
        Lazy.GZIP.decode(content);
        Lazy.ZLIB.decode(content);
    }
}
