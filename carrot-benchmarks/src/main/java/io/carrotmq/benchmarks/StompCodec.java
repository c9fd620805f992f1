package io.carrotmq.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A library that reads and writes STOMP frames. For one thread. */
interface StompCodec {
    /** {@return all, Carrot first: once with an array for each frame, and once with a buffer that is used again} */
    static List<StompCodec> all() {
        return List.of(
                new CarrotStomp("Carrot", false),
                new CarrotStomp("Carrot, buffer used again", true),
                new SpringStomp(),
                new VertxStomp(),
                new ActiveMqStomp());
    }

    String name();

    /**
     * Reads a frame in STOMP 1.2, and looks at two headers and the body.
     *
     * @param frame the bytes of one frame
     * @param looking gets the destination, the message id and the body
     * @throws Exception if it is none
     */
    void read(byte[] frame, Consumer<Object> looking) throws Exception;

    /**
     * Prepares writing a SEND frame in STOMP 1.2.
     *
     * @param headers its headers, {@code content-length} among them
     * @param body its body
     * @return writes it, and gives what it is written to
     */
    Writing writing(Map<String, String> headers, byte[] body);

    /** Writes one frame again and again. */
    interface Writing {
        /** {@return what the bytes are in, which the library chooses} */
        Object write() throws Exception;
    }
}
