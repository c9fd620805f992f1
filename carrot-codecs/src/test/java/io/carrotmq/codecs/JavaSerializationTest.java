package io.carrotmq.codecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.CodecException;
import io.carrotmq.ConfigurationException;
import io.carrotmq.Properties;
import io.carrotmq.codec.Codecs;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class JavaSerializationTest {
    private static final String MEDIA_TYPE = Bodies.SERIALIZED;

    private static Codecs codecs(String filter) {
        return Codecs.builder(JavaSerializationTest.class.getClassLoader())
                .serializationFilter(ObjectInputFilter.Config.createFilter(filter))
                .build();
    }

    private static byte[] serialized(Object... bodies) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            for (Object body : bodies) {
                out.writeObject(body);
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void whatTheFilterAllows() {
        Codecs codecs = codecs("io.carrotmq.codecs.Order*;java.base/*");
        Order order = Order.sample();
        byte[] content = codecs.codec(MEDIA_TYPE, Order.class).encode(order);
        assertThat(Bodies.<Order>decode(codecs, MEDIA_TYPE, Order.class, content))
                .usingRecursiveComparison()
                .isEqualTo(order);
    }

    @Test
    void whatTheFilterRefuses() throws Exception {
        byte[] content = serialized(new ArrayList<>(List.of(1)));
        assertThatThrownBy(() -> Bodies.decode(codecs("!java.util.*;*"), MEDIA_TYPE, List.class, content))
                .isInstanceOf(CodecException.class)
                .hasMessageStartingWith("CARROT-0795 ")
                .hasMessageContaining("java.util.ArrayList");
    }

    @Test
    void whatTheFilterSaysNothingAbout() throws Exception {
        byte[] content = serialized(new ArrayList<>(List.of(1)));
        assertThatThrownBy(() -> Bodies.decode(codecs("io.carrotmq.codecs.*"), MEDIA_TYPE, List.class, content))
                .isInstanceOf(CodecException.class)
                .hasMessageStartingWith("CARROT-0795 ");
    }

    @Test
    void withoutFilter() {
        Codecs codecs = Bodies.codecs();
        assertThatThrownBy(() -> codecs.codec(MEDIA_TYPE, Order.class))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("CARROT-0794 ");
        assertThat(codecs.decoder(Order.class))
                .as("a decoder of the other formats")
                .isNotNull();
    }

    @Test
    void isNotAcceptedUnasked() throws Exception {
        Codecs codecs = codecs("*");
        byte[] content = serialized("a");
        Properties properties = Properties.builder().contentType(MEDIA_TYPE).build();
        assertThatThrownBy(() -> codecs.decoder(String.class).decode(content, properties))
                .isInstanceOf(CodecException.class)
                .hasMessageStartingWith("CARROT-0755 ");
        assertThat(codecs.<String>decoder(String.class, MEDIA_TYPE).decode(content, properties))
                .isEqualTo("a");
    }

    @Test
    void depth() throws Exception {
        Object nest = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            nest = new ArrayList<>(List.of(nest));
        }
        byte[] content = serialized(nest);
        assertThatThrownBy(() -> Bodies.decode(codecs("*"), MEDIA_TYPE, List.class, content))
                .isInstanceOf(CodecException.class)
                .hasMessageStartingWith("CARROT-0795 ")
                .hasMessageContaining("100 levels");
    }

    @Test
    void sizesOfArrays() throws Exception {
        byte[] content = serialized((Object) new byte[1]);
        // The length is the last number but one, before the element.
        content[content.length - 5] = 0x7f;
        assertThatThrownBy(() -> Bodies.decode(codecs("*"), MEDIA_TYPE, Object.class, content))
                .isInstanceOf(CodecException.class)
                .hasMessageStartingWith("CARROT-0795 ")
                .hasMessageContaining("an array of");
    }

    @Test
    void collectionsThatFitAreRead() throws Exception {
        HashMap<String, Object> body = new HashMap<>();
        body.put("empty", new HashMap<>());
        body.put("list", new ArrayList<>(Arrays.asList(1, "a", null)));
        assertThat(Bodies.<Object>decode(codecs("java.base/*"), MEDIA_TYPE, java.util.Map.class, serialized(body)))
                .isEqualTo(body);
    }

    @Test
    void proxies() throws Exception {
        Object proxy = Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Comparable.class},
                (java.lang.reflect.InvocationHandler & Serializable) (self, method, arguments) -> null);
        byte[] content = serialized(proxy);
        assertThatThrownBy(() -> Bodies.decode(codecs("*"), MEDIA_TYPE, Object.class, content))
                .isInstanceOf(CodecException.class)
                .hasMessageStartingWith("CARROT-0793 ");
    }

    @Test
    void anotherTypeSomethingAfterItAndNull() throws Exception {
        List<byte[]> bodies = List.of(serialized("a"), serialized(1, 2), serialized((Object) null), new byte[0]);
        for (byte[] content : bodies) {
            assertThatThrownBy(() -> Bodies.decode(codecs("*"), MEDIA_TYPE, Integer.class, content))
                    .isInstanceOf(CodecException.class)
                    .hasMessageStartingWith("CARROT-0790 ");
        }
        assertThat(Bodies.<Integer>decode(codecs("*"), MEDIA_TYPE, Integer.class, serialized(1)))
                .isEqualTo(1);
    }

    @Test
    void whatIsNotSerializable() {
        Codecs codecs = codecs("*");
        assertThatThrownBy(() -> codecs.codec(MEDIA_TYPE, Thread.class))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("CARROT-0155 ");
        assertThatThrownBy(() -> codecs.codec(MEDIA_TYPE, Object.class).encode(List.of(new Object())))
                .isInstanceOf(CodecException.class)
                .hasMessageStartingWith("CARROT-0659 ");
        assertThatThrownBy(() -> codecs.codec(MEDIA_TYPE, Object.class).encode(null))
                .isInstanceOf(CodecException.class)
                .hasMessageStartingWith("CARROT-0659 ");
    }
}
