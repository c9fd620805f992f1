package io.carrotmq.cdi.internal.consume.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.Delivery;
import io.carrotmq.Properties;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes two messages have the same key. */
class OrderReaderTest {
    record Payment(String account, byte[] token) {}

    static class Bean {
        public String field = "a";

        public String getAccount() {
            return "b";
        }

        public boolean isOpen() {
            return true;
        }

        public String getBroken() {
            throw new IllegalStateException("broken");
        }
    }

    private static Function<Delivery<?>, Object> lane(String orderBy, Class<?> body) {
        Function<Delivery<?>, Object> lane =
                new OrderReader(new Place("here", new ArrayList<>())).lane(orderBy, body, false);
        assertThat(lane).as("lane").isNotNull();
        return lane;
    }

    private static Object header(Object value) {
        return lane("header:k", byte[].class)
                .apply(Handed.of(
                        new byte[0], Properties.builder().header("k", value).build()));
    }

    @Test
    void routingKey() {
        assertThat(lane("routingKey", byte[].class).apply(Handed.of(new byte[0])))
                .isEqualTo("order.paid");
    }

    @Test
    void headersAreEqualWhateverTheirWidth() {
        assertThat(header(7)).isEqualTo(header(7L)).isEqualTo(header((short) 7)).isNotEqualTo(header(8));
        assertThat(header("a")).isEqualTo(header("a")).isNotEqualTo(header("b"));
        assertThat(header(new byte[] {1})).isEqualTo(header(new byte[] {1})).isNotEqualTo(header(new byte[] {2}));
    }

    @Test
    void messagesWithoutKeyAreOneKey() {
        assertThat(header(null)).isNotNull().isEqualTo(header(null));
        assertThat(lane("body:account", Payment.class).apply(Handed.of(new Payment(null, null))))
                .isEqualTo(header(null));
        assertThat(lane("body:broken", Bean.class).apply(Handed.of(new Bean()))).isEqualTo(header(null));
    }

    @Test
    void component() {
        assertThat(lane("body:account", Payment.class).apply(Handed.of(new Payment("x", null))))
                .isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"field=a", "account=b", "open=true"})
    void property(String nameAndValue) {
        String[] parts = nameAndValue.split("=");
        assertThat(lane("body:" + parts[0], Bean.class).apply(Handed.of(new Bean())))
                .asString()
                .isEqualTo(parts[1]);
    }

    @Test
    void properties() {
        assertThat(new BodyProperties(Bean.class).names())
                .isEqualTo(new java.util.TreeSet<>(List.of("field", "account", "open", "broken")));
    }
}
