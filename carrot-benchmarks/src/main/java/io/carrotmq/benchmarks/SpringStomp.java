package io.carrotmq.benchmarks;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompDecoder;
import org.springframework.messaging.simp.stomp.StompEncoder;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.messaging.support.NativeMessageHeaderAccessor;

/** The codec of spring-messaging. */
final class SpringStomp implements StompCodec {
    private final StompDecoder decoder = new StompDecoder();
    private final StompEncoder encoder = new StompEncoder();

    @Override
    public String name() {
        return "spring-messaging";
    }

    @Override
    public void read(byte[] frame, Consumer<Object> looking) {
        Message<byte[]> read = decoder.decode(ByteBuffer.wrap(frame)).get(0);
        looking.accept(NativeMessageHeaderAccessor.getFirstNativeHeader("destination", read.getHeaders()));
        looking.accept(NativeMessageHeaderAccessor.getFirstNativeHeader("message-id", read.getHeaders()));
        looking.accept(read.getPayload());
    }

    @Override
    public Writing writing(Map<String, String> headers, byte[] body) {
        StompHeaderAccessor accessor = StompHeaderAccessor.create(StompCommand.SEND);
        headers.forEach(accessor::setNativeHeader);
        Message<byte[]> message = MessageBuilder.createMessage(body, accessor.getMessageHeaders());
        return () -> encoder.encode(message);
    }
}
