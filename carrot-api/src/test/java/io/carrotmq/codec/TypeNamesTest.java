package io.carrotmq.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.CodecException;
import io.carrotmq.ConfigurationException;
import io.carrotmq.Properties;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TypeNamesTest {
    /** What happens to an order. */
    public sealed interface Event permits Placed, Paid, Lost, Phase {}

    /** It was placed. */
    public record Placed(String id) implements Event {}

    /** It was paid. */
    public record Paid(String id, int cents) implements Event {}

    /** Has no name. */
    public record Lost(String id) implements Event {}

    /** Constants with bodies are of classes of their own. */
    public enum Phase implements Event {
        /** Before. */
        OPEN {
            @Override
            int order() {
                return 1;
            }
        };

        abstract int order();
    }

    /** A supertype of which there are bodies. */
    public static class Animal {
        private String name;

        /** {@return its name} */
        public String getName() {
            return name;
        }

        /** Sets it. */
        public void setName(String name) {
            this.name = name;
        }
    }

    /** Named. */
    public static class Dog extends Animal {}

    /** Not named. */
    public static class Cat extends Animal {}

    private static final String JSON = "application/json";
    private static final byte[] ONE = "{\"id\":\"1\",\"cents\":2}".getBytes(UTF_8);

    private final Codecs codecs = Codecs.builder(getClass().getClassLoader())
            .type("placed", Placed.class)
            .type("paid", Paid.class)
            .type("phase", Phase.class)
            .type("dog", Dog.class)
            .build();

    private static Properties typed(String type) {
        return Properties.builder().contentType(JSON).type(type).build();
    }

    @Test
    void typePicksTheSubtype() {
        for (Decoder<Event> decoder :
                List.of(codecs.<Event>decoder(Event.class), codecs.<Event>decoder(Event.class, JSON))) {
            assertThat(decoder.decode(ONE, typed("placed"))).isEqualTo(new Placed("1"));
            assertThat(decoder.decode(ONE, typed("paid"))).isEqualTo(new Paid("1", 2));
            assertThat(decoder.decode("\"OPEN\"".getBytes(UTF_8), typed("phase")))
                    .isEqualTo(Phase.OPEN);
        }
    }

    @Test
    void typeThatNamesNoSubtype() {
        for (String name : List.of("dog", "sold", Placed.class.getName(), "PLACED")) {
            assertThatThrownBy(() -> codecs.decoder(Event.class).decode(ONE, typed(name)))
                    .isInstanceOf(CodecException.class)
                    .hasMessageStartingWith("CARROT-0787 type '" + name + "' names no " + Event.class.getName())
                    .hasMessageContaining("[paid, phase, placed]");
        }
        assertThatThrownBy(() -> codecs.decoder(Event.class).decode(ONE, typed("a\nb" + "c".repeat(200))))
                .as("what a stranger writes fits one line")
                .hasMessageStartingWith("CARROT-0787 type 'a?bc")
                .hasMessageContaining("c...'");
    }

    @Test
    void noTypeWhereItIsNeeded() {
        for (String none : new String[] {null, ""}) {
            assertThatThrownBy(() -> codecs.decoder(Event.class).decode(ONE, typed(none)))
                    .isInstanceOf(CodecException.class)
                    .hasMessageStartingWith("CARROT-0788 ")
                    .hasMessageContaining("[paid, phase, placed]");
        }
        Codec<Event> codec = codecs.codec(JSON, Event.class);
        assertThatThrownBy(() -> codec.decode(ONE, null)).hasMessageStartingWith("CARROT-0788 ");
    }

    @Test
    void typeIsOfNoAccountForOtherTypes() {
        for (String name : List.of("paid", "dog", "anything")) {
            assertThat(codecs.<Placed>decoder(Placed.class)
                            .decode("{\"id\":\"1\"}".getBytes(UTF_8), typed(name))
                            .id())
                    .isEqualTo("1");
            assertThat(codecs.<Object>decoder(Object.class).decode("{\"id\":\"1\"}".getBytes(UTF_8), typed(name)))
                    .isEqualTo(Map.of("id", "1"));
        }
    }

    @Test
    void supertypeThatIsNotAbstractMayDoWithoutType() {
        Decoder<Animal> decoder = codecs.decoder(Animal.class);
        byte[] rex = "{\"name\":\"Rex\"}".getBytes(UTF_8);
        assertThat(decoder.decode(rex, typed("dog"))).isExactlyInstanceOf(Dog.class);
        assertThat(decoder.decode(rex, typed(null))).isExactlyInstanceOf(Animal.class);
        assertThatThrownBy(() -> decoder.decode(rex, typed("cat"))).hasMessageStartingWith("CARROT-0787 ");
        Codec<Animal> codec = codecs.codec(JSON, Animal.class);
        assertThat(codec.typeName(new Animal())).isNull();
        assertThat(codec.typeName(new Dog())).isEqualTo("dog");
        Animal animal = new Animal();
        animal.setName("Tom");
        assertThat(codec.encode(animal)).asString(UTF_8).isEqualTo("{\"name\":\"Tom\"}");
        assertThatThrownBy(() -> codec.encode(new Cat())).hasMessageStartingWith("CARROT-0789 ");
    }

    @Test
    void bodyIsEncodedAsWhatItIs() {
        Codec<Event> codec = codecs.codec(JSON, Event.class);
        assertThat(codec.contentType()).isEqualTo(JSON);
        assertThat(codec.contentEncoding()).isEqualTo("utf-8");
        assertThat(codec.typeName(new Paid("1", 2))).isEqualTo("paid");
        assertThat(codec.encode(new Paid("1", 2))).asString(UTF_8).isEqualTo("{\"cents\":2,\"id\":\"1\"}");
        assertThat(codec.typeName(Phase.OPEN)).isEqualTo("phase");
        assertThat(codec.encode(Phase.OPEN)).asString(UTF_8).isEqualTo("\"OPEN\"");
        for (Event event : List.of(new Placed("1"), new Paid("1", 2), Phase.OPEN)) {
            assertThat(codecs.<Event>decoder(Event.class).decode(codec.encode(event), typed(codec.typeName(event))))
                    .isEqualTo(event);
        }
    }

    @Test
    void bodyWithoutNameIsNotSent() {
        Codec<Event> codec = codecs.codec(JSON, Event.class);
        assertThatThrownBy(() -> codec.encode(new Lost("1")))
                .isInstanceOf(CodecException.class)
                .hasMessageStartingWith("CARROT-0789 a body of " + Lost.class.getName())
                .hasMessageContaining("[paid, phase, placed]");
        assertThatThrownBy(() -> codec.encode(null)).hasMessageStartingWith("CARROT-0652 ");
    }

    @Test
    void typeThatIsNamedCarriesItsName() {
        Codec<Placed> codec = codecs.codec(JSON, Placed.class);
        assertThat(codec.typeName(new Placed("1"))).isEqualTo("placed");
        assertThat(codec.decode(codec.encode(new Placed("1")), null)).isEqualTo(new Placed("1"));
        assertThat(codecs.<Lost>codec(JSON, Lost.class).typeName(new Lost("1"))).isNull();
    }

    @Test
    void mediaTypeThatHoldsNoneOfThemIsNotForThem() {
        assertThatThrownBy(() -> codecs.codec("text/plain", Event.class))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("CARROT-0155 ");
        assertThatThrownBy(() -> codecs.decoder(Event.class)
                        .decode(
                                ONE,
                                Properties.builder().contentType("text/plain").build()))
                .hasMessageStartingWith("CARROT-0755 ")
                .hasMessageContaining("(accepted: [application/json])");
    }
}
