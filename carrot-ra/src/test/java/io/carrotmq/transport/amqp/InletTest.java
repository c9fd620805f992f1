package io.carrotmq.transport.amqp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Frame;
import io.carrotmq.Properties;
import io.carrotmq.transport.ChannelListener;
import io.carrotmq.transport.Closure;
import io.carrotmq.transport.IncomingMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Frames as the client library writes them, read past it. */
class InletTest {
    private final List<String> events = new ArrayList<>();
    private final List<IncomingMessage> messages = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final Outlet outlet = new FrameOutput(new ByteArrayOutputStream(), () -> {}, Thread::new).outlet(1, 4_096);
    private final Inlet inlet = new Inlet(new Recorder(), outlet, (what, e) -> failures.add(what + ": " + e));
    private boolean fails;

    private final class Recorder implements ChannelListener {
        @Override
        public void confirmed(long sequence, boolean multiple) {
            events.add("confirmed " + sequence + " " + multiple);
            if (fails) {
                throw new IllegalStateException("listener");
            }
        }

        @Override
        public void refused(long sequence, boolean multiple) {
            events.add("refused " + sequence + " " + multiple);
        }

        @Override
        public void delivered(IncomingMessage message) {
            messages.add(message);
            if (fails) {
                throw new IllegalStateException("listener");
            }
        }

        @Override
        public void closed(Closure closure) {
            events.add("closed");
        }
    }

    /** As it is read: with its payload in an array. */
    private static Frame read(Frame written) {
        return new Frame(written.getType(), written.getChannel(), written.getPayload());
    }

    private boolean delivered(long tag, boolean again, String exchange, String key, AMQP.BasicProperties properties)
            throws IOException {
        return inlet.take(read(new AMQImpl.Basic.Deliver("tag-1", tag, again, exchange, key).toFrame(1)))
                && properties != null;
    }

    private void body(AMQP.BasicProperties properties, String... fragments) throws IOException {
        String all = String.join("", fragments);
        assertThat(inlet.take(read(properties.toFrame(1, all.getBytes(UTF_8).length))))
                .isTrue();
        for (String fragment : fragments) {
            assertThat(inlet.take(new Frame(AMQP.FRAME_BODY, 1, fragment.getBytes(UTF_8))))
                    .isTrue();
        }
    }

    @Test
    void confirmsAreTold() throws IOException {
        assertThat(inlet.take(read(new AMQImpl.Basic.Ack(1L << 40, false).toFrame(1))))
                .isTrue();
        assertThat(inlet.take(read(new AMQImpl.Basic.Ack(7, true).toFrame(1)))).isTrue();
        assertThat(inlet.take(read(new AMQImpl.Basic.Nack(8, true, true).toFrame(1))))
                .isTrue();
        assertThat(inlet.take(read(new AMQImpl.Basic.Nack(9, false, false).toFrame(1))))
                .isTrue();
        assertThat(events)
                .containsExactly(
                        "confirmed " + (1L << 40) + " false", "confirmed 7 true", "refused 8 true", "refused 9 false");
    }

    @Test
    void deliveriesComeWhole() throws IOException {
        AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                .contentType("text/plain")
                .headers(Map.of("tenant", "blue"))
                .deliveryMode(2)
                .build();
        assertThat(delivered(5, true, "orders", "größe", properties)).isTrue();
        body(properties, "one ", "two ", "three");
        IncomingMessage message = messages.get(0);
        assertThat(message.consumerTag()).isEqualTo("tag-1");
        assertThat(message.deliveryTag()).isEqualTo(5);
        assertThat(message.redelivered()).isTrue();
        assertThat(message.exchange()).isEqualTo("orders");
        assertThat(message.routingKey()).isEqualTo("größe");
        assertThat(message.body()).asString(UTF_8).isEqualTo("one two three");
        assertThat(message.properties())
                .isEqualTo(Properties.builder()
                        .contentType("text/plain")
                        .header("tenant", "blue")
                        .persistent(true)
                        .build());
    }

    @Test
    void whatChangesIsNotTakenFromTheMessageBefore() throws IOException {
        for (int i = 0; i < 6; i++) {
            AMQP.BasicProperties properties =
                    new AMQP.BasicProperties.Builder().messageId("m" + i / 2).build();
            delivered(i, false, "e" + i / 3, "k" + i / 2, properties);
            body(properties, "body " + i);
        }
        assertThat(messages).extracting(IncomingMessage::exchange).containsExactly("e0", "e0", "e0", "e1", "e1", "e1");
        assertThat(messages)
                .extracting(IncomingMessage::routingKey)
                .containsExactly("k0", "k0", "k1", "k1", "k2", "k2");
        assertThat(messages)
                .extracting(message -> message.properties().messageId())
                .containsExactly("m0", "m0", "m1", "m1", "m2", "m2");
        assertThat(messages.get(1).properties()).isSameAs(messages.get(0).properties());
        assertThat(messages)
                .extracting(message -> new String(message.body(), UTF_8))
                .containsExactly("body 0", "body 1", "body 2", "body 3", "body 4", "body 5");
    }

    @Test
    void emptyBodyHasNoFrame() throws IOException {
        AMQP.BasicProperties properties = new AMQP.BasicProperties();
        delivered(1, false, "", "q", properties);
        body(properties);
        assertThat(messages).hasSize(1);
        assertThat(messages.get(0).body()).isEmpty();
    }

    @Test
    void theRestIsTheClients() throws IOException {
        AMQP.BasicProperties properties = new AMQP.BasicProperties();
        delivered(1, false, "", "q", properties);
        body(properties, "mine");
        assertThat(inlet.take(read(new AMQImpl.Basic.Return(312, "NO_ROUTE", "", "q").toFrame(1))))
                .isFalse();
        assertThat(inlet.take(read(properties.toFrame(1, 4)))).isFalse();
        assertThat(inlet.take(new Frame(AMQP.FRAME_BODY, 1, new byte[4]))).isFalse();
        assertThat(inlet.take(read(new AMQImpl.Basic.GetOk(1, false, "", "q", 0).toFrame(1))))
                .isFalse();
        assertThat(inlet.take(read(new AMQImpl.Channel.Close(404, "NOT_FOUND", 60, 40).toFrame(1))))
                .isFalse();
        assertThat(messages).hasSize(1);
    }

    @Test
    void nothingIsToldAfterTheEnd() throws IOException {
        outlet.end();
        AMQP.BasicProperties properties = new AMQP.BasicProperties();
        delivered(1, false, "", "q", properties);
        body(properties, "late");
        inlet.take(read(new AMQImpl.Basic.Ack(1, false).toFrame(1)));
        assertThat(messages).isEmpty();
        assertThat(events).isEmpty();
    }

    @Test
    void listenerThatFailsIsReportedAndTheNextIsToldAll() throws IOException {
        fails = true;
        inlet.take(read(new AMQImpl.Basic.Ack(1, false).toFrame(1)));
        AMQP.BasicProperties properties = new AMQP.BasicProperties();
        delivered(1, false, "", "q", properties);
        body(properties, "a");
        assertThat(failures).hasSize(2);
        delivered(2, false, "", "q", properties);
        body(properties, "b");
        assertThat(messages).hasSize(2);
    }

    @Test
    void bodyAboveTheLimitEndsTheConnection() throws IOException {
        AMQP.BasicProperties properties = new AMQP.BasicProperties();
        delivered(1, false, "", "q", properties);
        Frame header = read(properties.toFrame(1, Inlet.LARGEST_BODY + 1L));
        assertThatThrownBy(() -> inlet.take(header)).isInstanceOf(IllegalStateException.class);
    }
}
