package io.carrotmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.codec.Codecs;
import io.carrotmq.codec.Decoder;
import io.carrotmq.testkit.DebianPackages;
import io.carrotmq.testkit.Peer;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import jakarta.json.bind.JsonbBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A Python program with kombu at the other end of the queue. */
@WithBroker
@Timeout(180)
class KombuIT {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final String URL = "http://cnn.com/rss/edition.rss";

    /** A message of carrot's. */
    public record Feed(String import_feed) {}

    /** What the Python program saw: the body decoded, and whether its bytes are those of {@code json.dumps} without blanks. */
    public record Seen(
            Feed body,
            boolean compactJson,
            String contentType,
            String contentEncoding,
            int deliveryMode,
            int priority) {}

    @Test
    void c01_jsonIsReadByKombu_andKombusByCarrot(RabbitMq broker) throws Exception {
        DebianPackages.provide("python3-kombu");
        Codecs codecs = Codecs.of(KombuIT.class.getClassLoader());
        try (RawBroker raw = new RawBroker(broker.uri());
                ConnectionFactory connections =
                        ConnectionFactory.open(broker.uri().toString())) {
            String there = raw.givenQueue("to-kombu");
            String back = raw.givenQueue("from-kombu");
            Publisher.of(
                            connections,
                            codecs.codec("application/json", Feed.class),
                            SendOptions.DEFAULT.routingKey(there))
                    .send(new Feed(URL));

            assertThat(converse(broker, there, back))
                    .isEqualTo(new Seen(new Feed(URL), true, "application/json", "utf-8", 2, 0));

            try (Consumer<Feed> consumer = Consumer.of(
                    connections, back, codecs.decoder(Feed.class, "application/json"), SubscribeOptions.DEFAULT)) {
                Delivery<Feed> delivery = consumer.receive(BOUND).orElseThrow();
                assertThat(delivery.body()).isEqualTo(new Feed(URL));
                assertThat(new String(delivery.content(), StandardCharsets.UTF_8))
                        .isEqualTo("{\"import_feed\": \"" + URL + "\"}");
                assertThat(delivery.properties().contentType()).isEqualTo("application/json");
                assertThat(delivery.properties().contentEncoding()).isEqualTo("utf-8");
                assertThat(delivery.properties().persistent()).isTrue();
                assertThat(delivery.properties().priority()).isZero();
                delivery.ack();
            }
            raw.channel().queueDelete(there);
            raw.channel().queueDelete(back);
        }
    }

    @Test
    void compressedBodiesAreReadByKombu_andKombusByCarrot(RabbitMq broker) throws Exception {
        DebianPackages.provide("python3-kombu");
        Codecs codecs = Codecs.of(KombuIT.class.getClassLoader());
        Feed feed = new Feed(URL.repeat(1_000));
        try (RawBroker raw = new RawBroker(broker.uri());
                ConnectionFactory connections =
                        ConnectionFactory.open(broker.uri().toString())) {
            String there = raw.givenQueue("compressed-to-kombu");
            String back = raw.givenQueue("compressed-from-kombu");
            Publisher.of(
                            connections,
                            codecs.codec("application/json", Feed.class),
                            SendOptions.DEFAULT.routingKey(there).compression(Compression.ZLIB))
                    .send(feed);

            run("compressed.py", broker, there, back);

            Decoder<Feed> decoder = codecs.decoder(Feed.class);
            try (Consumer<byte[]> consumer =
                    Consumer.of(connections, back, codecs.decoder(byte[].class), SubscribeOptions.DEFAULT)) {
                for (int i = 0; i < 2; i++) {
                    Delivery<byte[]> delivery = consumer.receive(BOUND).orElseThrow();
                    assertThat(delivery.body()).hasSizeLessThan(1_000);
                    assertThat(delivery.properties().headers()).containsEntry("compression", "application/x-gzip");
                    assertThat(decoder.decode(delivery.body(), delivery.properties()))
                            .isEqualTo(feed);
                    delivery.ack();
                }
                Delivery<byte[]> bzip2 = consumer.receive(BOUND).orElseThrow();
                assertThatThrownBy(() -> decoder.decode(bzip2.body(), bzip2.properties()))
                        .isInstanceOf(CodecException.class)
                        .hasMessageStartingWith("CARROT-0783 a body compressed as 'application/x-bz2'");
                bzip2.ack();
            }
            raw.channel().queueDelete(there);
            raw.channel().queueDelete(back);
        }
    }

    private static Seen converse(RabbitMq broker, String there, String back) {
        return JsonbBuilder.create().fromJson(run("converse.py", broker, there, back), Seen.class);
    }

    private static String run(String program, RabbitMq broker, String there, String back) {
        try (Peer kombu = Peer.python(
                KombuIT.class.getResource("/kombu/" + program), broker.uri().toString(), there, back)) {
            return kombu.end();
        }
    }
}
