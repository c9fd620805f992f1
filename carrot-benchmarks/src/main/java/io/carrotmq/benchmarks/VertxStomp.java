package io.carrotmq.benchmarks;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.stomp.Command;
import io.vertx.ext.stomp.Frame;
import io.vertx.ext.stomp.impl.FrameParser;
import java.util.Map;
import java.util.function.Consumer;

/** The codec of Vert.x. */
final class VertxStomp implements StompCodec {
    private final FrameParser parser = new FrameParser();
    private Frame read;

    VertxStomp() {
        parser.handler(frame -> read = frame);
    }

    @Override
    public String name() {
        return "vertx-stomp";
    }

    @Override
    public void read(byte[] frame, Consumer<Object> looking) {
        read = null;
        parser.handle(Buffer.buffer(frame));
        looking.accept(read.getHeader("destination"));
        looking.accept(read.getHeader("message-id"));
        looking.accept(read.getBodyAsByteArray());
    }

    @Override
    public Writing writing(Map<String, String> headers, byte[] body) {
        Frame frame = new Frame(Command.SEND, headers, Buffer.buffer(body));
        return frame::toBuffer;
    }
}
