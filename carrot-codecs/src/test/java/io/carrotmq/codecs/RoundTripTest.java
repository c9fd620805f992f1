package io.carrotmq.codecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.carrotmq.CodecException;
import io.carrotmq.Properties;
import io.carrotmq.codec.Codec;
import io.carrotmq.codec.Codecs;
import io.carrotmq.codec.GenericType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every format that maps as Jackson does. */
class RoundTripTest {
    /** Named by the message. */
    public sealed interface Event permits Placed, Paid {}

    /** One kind. */
    public record Placed(String id) implements Event {}

    /** Another kind. */
    public record Paid(String id, int cents) implements Event {}

    /** Named in the body. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({@JsonSubTypes.Type(value = Circle.class, name = "circle"), @JsonSubTypes.Type(Square.class)})
    public sealed interface Shape permits Circle, Square {}

    /** Named by an annotation. */
    public record Circle(double radius) implements Shape {}

    /** Named in the settings. */
    public record Square(double side) implements Shape {}

    /** Would take any class. */
    public record Careless(
            @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) Object any) {}

    /** Holds an option. */
    public record Option(Optional<String> some, Optional<String> none) {}

    /** A list of itself. */
    public record Nest(List<Nest> nests) {
        static Nest of(int depth) {
            return new Nest(depth == 0 ? List.of() : List.of(of(depth - 1)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {Bodies.JSON, Bodies.YAML, Bodies.CBOR, Bodies.MSGPACK, Bodies.PICKLE})
    void records(String mediaType) {
        Order order = Order.sample();
        Order read = Bodies.decode(mediaType, Order.class, Bodies.encode(mediaType, Order.class, order));
        assertThat(read).usingRecursiveComparison().isEqualTo(order);
    }

    @ParameterizedTest
    @ValueSource(strings = {Bodies.JSON, Bodies.YAML, Bodies.CBOR, Bodies.MSGPACK, Bodies.PICKLE})
    void genericTypes(String mediaType) {
        GenericType<Map<String, List<Order>>> type = new GenericType<>() {};
        Map<String, List<Order>> orders = Map.of("yes", List.of(Order.sample()), "1", List.of());
        Map<String, List<Order>> read =
                Bodies.decode(mediaType, type.type(), Bodies.encode(mediaType, type.type(), orders));
        assertThat(read).usingRecursiveComparison().isEqualTo(orders);
    }

    @ParameterizedTest
    @ValueSource(strings = {Bodies.JSON, Bodies.YAML, Bodies.CBOR, Bodies.MSGPACK, Bodies.PICKLE})
    void objectsAreMapsAndLists(String mediaType) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("list", Arrays.asList(1, -1, 1L << 40, 1.5, 1e300, true, null, "", "é😀\n\"'\\ \t"));
        body.put("map", Map.of("a b", Map.of()));
        body.put("none", null);
        body.put("no", List.of("no", "null", "~", "1", "1_000", "0x1f", "1e3", "2026-11-21", "12:30:45", "=", "<<"));
        assertThat(Bodies.<Object>decode(mediaType, Object.class, Bodies.encode(mediaType, Object.class, body)))
                .isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(strings = {Bodies.CBOR, Bodies.MSGPACK, Bodies.PICKLE, Bodies.YAML})
    void bytesInsideStayBytes(String mediaType) {
        Map<String, byte[]> body = Map.of("a", new byte[] {0, -1});
        assertThat(Bodies.<Map<String, Object>>decode(
                        mediaType, Object.class, Bodies.encode(mediaType, Object.class, body)))
                .containsEntry("a", new byte[] {0, -1});
    }

    @ParameterizedTest
    @ValueSource(strings = {Bodies.JSON, Bodies.YAML, Bodies.CBOR, Bodies.MSGPACK, Bodies.PICKLE})
    void namesInTheMessage(String mediaType) {
        Codecs codecs = Codecs.builder(getClass().getClassLoader())
                .type("placed", Placed.class)
                .type("paid", Paid.class)
                .build();
        Event paid = new Paid("o", 5);
        Codec<Event> codec = codecs.codec(mediaType, Event.class);
        assertThat(codec.typeName(paid)).isEqualTo("paid");
        assertThat(codecs.<Event>decoder(Event.class, mediaType)
                        .decode(
                                codec.encode(paid),
                                Properties.builder()
                                        .contentType(mediaType)
                                        .type("paid")
                                        .build()))
                .isEqualTo(paid);
    }

    @ParameterizedTest
    @ValueSource(strings = {Bodies.JSON, Bodies.YAML, Bodies.CBOR, Bodies.MSGPACK, Bodies.PICKLE})
    void namesInTheBody(String mediaType) {
        GenericType<List<Shape>> type = new GenericType<>() {};
        List<Shape> shapes = List.of(new Circle(1), new Square(2));
        Codecs codecs = Codecs.builder(getClass().getClassLoader())
                .type("square", Square.class)
                .build();
        byte[] content = codecs.codec(mediaType, type).encode(shapes);
        assertThat(new String(content, java.nio.charset.StandardCharsets.ISO_8859_1))
                .contains("circle", "square")
                .doesNotContain("io.carrotmq");
        assertThat(Bodies.<List<Shape>>decode(codecs, mediaType, type.type(), content))
                .isEqualTo(shapes);
    }

    @ParameterizedTest
    @ValueSource(strings = {Bodies.JSON, Bodies.YAML, Bodies.CBOR, Bodies.MSGPACK, Bodies.PICKLE})
    void namesOfClassesAreNeverFollowed(String mediaType) {
        byte[] content = Bodies.encode(
                mediaType, Object.class, Map.of("any", Map.of("@class", Placed.class.getName(), "id", "o")));
        assertThatThrownBy(() -> Bodies.decode(mediaType, Careless.class, content))
                .isInstanceOf(CodecException.class)
                .hasMessageStartingWith("CARROT-0790 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {Bodies.JSON, Bodies.YAML, Bodies.CBOR, Bodies.MSGPACK, Bodies.PICKLE})
    void unknownMembersAreIgnoredAndAbsentOnesNull(String mediaType) {
        byte[] content = Bodies.encode(mediaType, Object.class, Map.of("id", "o", "later", List.of(Map.of("a", 1))));
        assertThat(Bodies.<Placed>decode(mediaType, Placed.class, content)).isEqualTo(new Placed("o"));
        assertThat(Bodies.<Placed>decode(
                        mediaType, Placed.class, Bodies.encode(mediaType, Object.class, Map.of("later", 1))))
                .isEqualTo(new Placed(null));
        assertThat(Bodies.<Map<?, ?>>decode(
                        mediaType, Object.class, Bodies.encode(mediaType, Placed.class, new Placed(null))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {Bodies.JSON, Bodies.YAML, Bodies.CBOR, Bodies.MSGPACK, Bodies.PICKLE})
    void options(String mediaType) {
        Option option = new Option(Optional.of("a"), Optional.empty());
        assertThat(Bodies.<Option>decode(mediaType, Option.class, Bodies.encode(mediaType, Option.class, option)))
                .isEqualTo(option);
    }

    @ParameterizedTest
    @ValueSource(strings = {Bodies.JSON, Bodies.YAML, Bodies.CBOR, Bodies.MSGPACK, Bodies.PICKLE})
    void depth(String mediaType) {
        Codecs codecs = Codecs.builder(getClass().getClassLoader()).maxDepth(10).build();
        // Each level of the type is two of the body.
        byte[] fits = Bodies.encode(mediaType, Nest.class, Nest.of(4));
        assertThat(Bodies.<Nest>decode(codecs, mediaType, Nest.class, fits)).isEqualTo(Nest.of(4));
        byte[] deeper = Bodies.encode(mediaType, Nest.class, Nest.of(5));
        assertThatThrownBy(() -> Bodies.decode(codecs, mediaType, Nest.class, deeper))
                .isInstanceOf(CodecException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {Bodies.JSON, Bodies.YAML, Bodies.CBOR, Bodies.MSGPACK, Bodies.PICKLE})
    void nullIsNoBody(String mediaType) {
        assertThatThrownBy(() -> Bodies.encode(mediaType, Order.class, null))
                .isInstanceOf(CodecException.class)
                .hasMessageStartingWith("CARROT-0659 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {Bodies.JSON, Bodies.CBOR, Bodies.MSGPACK, Bodies.PICKLE})
    void textThatIsNoUnicode(String mediaType) {
        assertThatThrownBy(() -> Bodies.encode(mediaType, String.class, "a\ud800"))
                .isInstanceOf(CodecException.class)
                .hasMessageStartingWith("CARROT-0659 ");
    }
}
