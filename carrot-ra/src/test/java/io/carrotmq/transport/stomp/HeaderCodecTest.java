package io.carrotmq.transport.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.stomp.frame.StompFrame;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderCodecTest {
    private final HeaderCodec codec = new HeaderCodec(Set.of("persistent"));

    private Map<String, String> written(Map<String, Object> headers) {
        Map<String, String> to = new LinkedHashMap<>();
        codec.write(headers, to);
        return to;
    }

    private Map<String, Object> read(Map<String, String> headers) {
        return codec.read(StompFrame.builder("MESSAGE").headers(headers).build());
    }

    @Test
    void textsTravelAsTheyAre() {
        Map<String, Object> texts = Map.of("a", "b", "empty", "", "odd name; of=100%", "x:y\nz\\");
        assertThat(written(texts)).containsExactlyInAnyOrderEntriesOf(asTexts(texts));
        assertThat(read(written(texts))).isEqualTo(texts);
    }

    private static Map<String, String> asTexts(Map<String, Object> headers) {
        Map<String, String> texts = new HashMap<>();
        headers.forEach((name, value) -> texts.put(name, value.toString()));
        return texts;
    }

    @Test
    void otherTypesComeBackAndCanBeRead() {
        Map<String, Object> typed = new LinkedHashMap<>();
        typed.put("yes", true);
        typed.put("byte", (byte) 1);
        typed.put("short", (short) 2);
        typed.put("int", 3);
        typed.put("long", 4L);
        typed.put("float", 0.5f);
        typed.put("double", 0.25);
        typed.put("decimal", new BigDecimal("1.10"));
        typed.put("when", Instant.parse("2026-01-02T03:04:05Z"));
        typed.put("raw", new byte[] {0, -1});
        typed.put("none", null);
        typed.put("a;b=c%", 5);
        typed.put("zero", "a\0b");
        Map<String, String> frame = written(typed);
        assertThat(frame)
                .containsEntry("int", "3")
                .containsEntry("yes", "true")
                .containsEntry("when", "2026-01-02T03:04:05Z")
                .containsEntry("raw", "AP8=")
                .containsEntry("none", "")
                .containsEntry("decimal", "1.10");
        assertThat(frame.values()).noneMatch(text -> text.indexOf('\0') >= 0);
        assertThat(read(frame)).usingRecursiveComparison().isEqualTo(typed);
    }

    @Test
    void datesComeBackAsInstants() {
        assertThat(read(written(Map.of("when", new Date(1_000))))).containsEntry("when", Instant.ofEpochSecond(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "destination",
                "receipt",
                "ack",
                "id",
                "subscription",
                "message-id",
                "content-length",
                "transaction",
                "redelivered",
                "persistent",
                "carrot-types",
                "carrot.x",
                "content-type"
            })
    void namesThatAreTakenSurviveUnderAnother(String name) {
        Map<String, Object> headers = Map.of(name, "mine", "n", 1);
        Map<String, String> frame = written(headers);
        assertThat(frame.get(name)).isNotEqualTo("mine");
        frame.put("destination", "/queue/q");
        frame.put("message-id", "17");
        frame.put("persistent", "true");
        assertThat(read(frame)).isEqualTo(headers);
    }

    @Test
    void whatABrokerOrForeignPeerHasWrittenIsReadAsText() {
        Map<String, String> frame =
                Map.of("carrot-types", "n=int;m=unheard;;=;rubbish;k=long", "n", "many", "m", "1", "k", "2", "x", "y");
        assertThat(read(frame)).isEqualTo(Map.of("n", "many", "m", "1", "k", 2L, "x", "y"));
    }

    @Test
    void nothingIsAddedForNoHeaders() {
        assertThat(written(Map.of())).isEmpty();
        assertThat(read(Map.of("destination", "/queue/q"))).isEmpty();
    }

    @Test
    void whatHasNoTextIsRefused() {
        assertThatThrownBy(() -> written(Map.of("list", List.of("a"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'list'");
        assertThatThrownBy(() -> written(Map.of("", "a"))).isInstanceOf(IllegalArgumentException.class);
    }
}
