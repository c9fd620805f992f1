package io.carrotmq.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.Properties;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PythonJsonTest {
    private static String wrapped(String type, String value) {
        return "{\"__type__\": \"" + type + "\", \"__value__\": " + value + "}";
    }

    private static String unwrapped(String type, String value) {
        return PythonJson.unwrap(wrapped(type, value));
    }

    @Test
    void eachTypeOfKombu() {
        assertThat(unwrapped("datetime", "\"2026-01-02T03:04:05.123456+00:00\""))
                .isEqualTo("\"2026-01-02T03:04:05.123456+00:00\"");
        assertThat(unwrapped("date", "\"2026-01-02\"")).isEqualTo("\"2026-01-02\"");
        assertThat(unwrapped("time", "\"03:04:05\"")).isEqualTo("\"03:04:05\"");
        assertThat(unwrapped("decimal", "\"-1.50\"")).isEqualTo("-1.50");
        assertThat(unwrapped("decimal", "\"1E+2\"")).isEqualTo("1E+2");
        assertThat(unwrapped("decimal", "\"NaN\"")).isEqualTo("\"NaN\"");
        assertThat(unwrapped("uuid", "{\"hex\": \"00112233445566778899aabbccddeeff\", \"version\": 4}"))
                .isEqualTo("\"00112233-4455-6677-8899-aabbccddeeff\"");
        assertThat(unwrapped("uuid", "{\"version\": null, \"hex\": \"00112233445566778899aabbccddeeff\"}"))
                .isEqualTo("\"00112233-4455-6677-8899-aabbccddeeff\"");
        assertThat(unwrapped("bytes", "\"h\\u00e9\\n\\\"\\ud834\\udd1e\\/\"")).isEqualTo("\"aMOpCiLwnYSeLw==\"");
        assertThat(unwrapped("base64", "\"/w8=\"")).isEqualTo("\"/w8=\"");
    }

    @Test
    void anywhereAndInAnyOrder() {
        assertThat(PythonJson.unwrap("[ {\"a\" : {\"__value__\" :\"1.5\" , \"__type__\":\"decimal\"\n} },\"{\" ] "))
                .isEqualTo("[ {\"a\" : 1.5 },\"{\" ] ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"__type__\": \"Order\", \"__value__\": \"1\"}",
                "{\"__type__\": \"date\"}",
                "{\"__type__\": \"date\", \"__value__\": 1}",
                "{\"__type__\": \"date\", \"__value__\": null}",
                "{\"__type__\": \"date\", \"__value__\": \"2026-01-02\", \"more\": 1}",
                "{\"more\": 1, \"__type__\": \"date\", \"__value__\": \"2026-01-02\"}",
                "{\"__type__\": \"date\", \"__type__\": \"date\"}",
                "{\"__type__\": \"uuid\", \"__value__\": {\"hex\": [], \"version\": 4}}",
                "{\"__type__\": \"uuid\", \"__value__\": {}}",
                "{\"__type__\": \"bytes\", \"__value__\": \"\\u00g0\"}",
                "{\"__type__\": \"bytes\", \"__value__\": \"\\u0\"}",
                "{\"__type__\": \"date\", \"__value__\": \"2026-01-02",
                "{\"__type__\": \"date\", \"__value__\": \"2026-01-02\\",
                "{\"__type__\": \"date\", \"__value__\": ",
                "{\"__type__\"",
                "\"\\\"__type__\\\"{\"",
                "{\"a\": \"{\\\"__type__\\\": \\\"date\\\", \\\"__value__\\\": \\\"2026-01-02\\\"}\"}"
            })
    void whateverElseStaysAsItIs(String json) {
        assertThat(PythonJson.unwrap(json)).isEqualTo(json);
    }

    @Test
    void wrapperInAnApplicationsOwnWrapper() {
        assertThat(PythonJson.unwrap(
                        "{\"__type__\":\"Order\",\"__value__\":" + wrapped("date", "\"2026-01-02\"") + "}"))
                .isEqualTo("{\"__type__\":\"Order\",\"__value__\":\"2026-01-02\"}");
    }

    @Test
    void textWithoutAnyIsTheSameObject() {
        String json = "{\"type\": \"date\"}";
        assertThat(PythonJson.unwrap(json)).isSameAs(json);
    }

    /** Each brace starts what might be one: the whole must still be read a few times at most. */
    @Test
    void timeGrowsWithTheTextAlone() {
        String nearly = "{\"__value__\":".repeat(200_000) + "\"__type__\"";
        assertThat(PythonJson.unwrap(nearly)).isEqualTo(nearly);
        String braces = "\"__type__\"" + "{".repeat(1 << 20);
        assertThat(PythonJson.unwrap(braces)).isEqualTo(braces);
    }

    /** What a Python service sends. */
    public record Reading(
            UUID id,
            LocalDateTime taken,
            OffsetDateTime sent,
            LocalDate day,
            LocalTime hour,
            BigDecimal value,
            byte[] raw,
            byte[] text) {}

    @Test
    void readAsTheTypesOfJava() {
        String json = "{\"id\": " + wrapped("uuid", "{\"hex\": \"00112233445566778899aabbccddeeff\", \"version\": 4}")
                + ", \"taken\": " + wrapped("datetime", "\"2026-01-02T03:04:05.123456\"")
                + ", \"sent\": " + wrapped("datetime", "\"2026-01-02T03:04:05+01:00\"")
                + ", \"day\": " + wrapped("date", "\"2026-01-02\"")
                + ", \"hour\": " + wrapped("time", "\"03:04:05\"")
                + ", \"value\": " + wrapped("decimal", "\"1.50\"")
                + ", \"raw\": " + wrapped("base64", "\"/w8=\"")
                + ", \"text\": " + wrapped("bytes", "\"hi\"") + "}";
        Codecs codecs = Codecs.of(getClass().getClassLoader());
        Properties properties =
                Properties.builder().contentType("application/json").build();
        Reading reading = codecs.<Reading>decoder(Reading.class).decode(json.getBytes(UTF_8), properties);
        assertThat(reading.id()).isEqualTo(UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"));
        assertThat(reading.taken()).isEqualTo(LocalDateTime.parse("2026-01-02T03:04:05.123456"));
        assertThat(reading.sent()).isEqualTo(OffsetDateTime.parse("2026-01-02T03:04:05+01:00"));
        assertThat(reading.day()).isEqualTo(LocalDate.of(2026, 1, 2));
        assertThat(reading.hour()).isEqualTo(LocalTime.of(3, 4, 5));
        assertThat(reading.value()).isEqualTo(new BigDecimal("1.50"));
        assertThat(reading.raw()).containsExactly(0xFF, 0x0F);
        assertThat(reading.text()).asString(UTF_8).isEqualTo("hi");
        Map<String, Object> map =
                codecs.decoder(new GenericType<Map<String, Object>>() {}).decode(json.getBytes(UTF_8), properties);
        assertThat(map)
                .containsEntry("day", "2026-01-02")
                .containsEntry("value", new BigDecimal("1.50"))
                .containsEntry("raw", "/w8=");
        assertThat(codecs.decoder(new GenericType<List<LocalDate>>() {})
                        .decode(("[" + wrapped("date", "\"2026-01-02\"") + "]").getBytes(UTF_8), properties))
                .containsExactly(LocalDate.of(2026, 1, 2));
    }
}
