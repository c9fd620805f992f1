package io.carrotmq.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.activemq.transport.stomp.StompFrame;
import org.apache.activemq.transport.stomp.StompWireFormat;
import org.apache.activemq.util.ByteSequence;

/** The codec of ActiveMQ Classic. */
final class ActiveMqStomp implements StompCodec {
    private final StompWireFormat format = new StompWireFormat();

    ActiveMqStomp() {
        format.setServerMode(false);
        try {
            format.unmarshal(new ByteSequence("CONNECTED\nversion:1.2\n\n\0".getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        format.setStompVersion("1.2");
    }

    @Override
    public String name() {
        return "ActiveMQ";
    }

    @Override
    public void read(byte[] frame, Consumer<Object> looking) throws IOException {
        StompFrame read = (StompFrame) format.unmarshal(new ByteSequence(frame));
        looking.accept(read.getHeaders().get("destination"));
        looking.accept(read.getHeaders().get("message-id"));
        looking.accept(read.getContent());
    }

    @Override
    public Writing writing(Map<String, String> headers, byte[] body) {
        StompFrame frame = new StompFrame("SEND", headers, body);
        return () -> format.marshal(frame);
    }
}
