package io.carrotmq.benchmarks;

import io.carrotmq.stomp.frame.FrameBuffer;
import io.carrotmq.stomp.frame.FrameLimits;
import io.carrotmq.stomp.frame.StompFrame;
import io.carrotmq.stomp.frame.StompParser;
import io.carrotmq.stomp.frame.StompVersion;
import io.carrotmq.stomp.frame.StompWriter;
import java.util.Map;
import java.util.function.Consumer;

/** The frame layer of carrot-stomp. */
final class CarrotStomp implements StompCodec {
    private final String name;
    private final boolean buffered;
    private final StompParser parser = new StompParser(FrameLimits.DEFAULT);

    CarrotStomp(String name, boolean buffered) {
        this.name = name;
        this.buffered = buffered;
        parser.version(StompVersion.V1_2);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void read(byte[] frame, Consumer<Object> looking) {
        parser.add(frame, 0, frame.length);
        StompFrame read = parser.next();
        looking.accept(read.header("destination"));
        looking.accept(read.header("message-id"));
        looking.accept(read.body());
    }

    @Override
    public Writing writing(Map<String, String> headers, byte[] body) {
        StompFrame frame =
                StompFrame.builder("SEND").headers(headers).body(body).build();
        if (!buffered) {
            return () -> StompWriter.bytes(frame, StompVersion.V1_2);
        }
        FrameBuffer buffer = new FrameBuffer(1024);
        return () -> {
            buffer.clear(1024);
            StompWriter.write(frame, StompVersion.V1_2, buffer);
            return buffer;
        };
    }
}
