package io.carrotmq.codecs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.Properties;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What others write, and what they are sent: the bytes themselves. */
class LiteralBytesTest {
    /** A body. */
    public record Item(String id, double amount, int count, List<String> tags, boolean paid) {}

    private static final Item ITEM = new Item("o-1", 12.5, 3, List.of("a", "b"), true);

    private static String text(byte[] content) {
        return new String(content, UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    @Test
    void json() {
        assertThat(text(Bodies.encode(Bodies.JSON, Item.class, ITEM)))
                .isEqualTo("{\"id\":\"o-1\",\"amount\":12.5,\"count\":3,\"tags\":[\"a\",\"b\"],\"paid\":true}");
        String fromPython =
                "{\"id\": \"o-1\", \"amount\": 12.5, \"count\": 3, \"tags\": [\"a\", \"b\"], \"paid\": true}";
        assertThat(Bodies.<Item>decode(Bodies.JSON, Item.class, bytes(fromPython)))
                .isEqualTo(ITEM);
    }

    @Test
    void jsonInTheCharacterSetOfTheMessage() {
        assertThat(Bodies.codecs()
                        .<Map<String, String>>decoder(Map.class, "application/json")
                        .decode(
                                new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xfc, '"', '}'},
                                Properties.builder()
                                        .contentType("application/json")
                                        .contentEncoding("iso-8859-1")
                                        .build()))
                .isEqualTo(Map.of("a", "ü"));
    }

    @Test
    void jsonAsKombuWrapsIt() {
        assertThat(Bodies.<Order>decode(
                                Bodies.JSON,
                                Order.class,
                                bytes(
                                        "{\"at\": {\"__type__\": \"datetime\", \"__value__\": \"2026-11-21T10:15:30Z\"},"
                                                + " \"price\": {\"__type__\": \"decimal\", \"__value__\": \"1.50\"}, \"key\": {\"__type__\": \"uuid\","
                                                + " \"__value__\": {\"hex\": \"00000000000000010000000000000002\", \"version\": null}}}"))
                        .key())
                .isEqualTo(Order.sample().key());
    }

    @Test
    void yaml() {
        assertThat(text(Bodies.encode(Bodies.YAML, Item.class, ITEM))).isEqualTo("""
                id: "o-1"
                amount: 12.5
                count: 3
                tags:
                - a
                - b
                paid: true
                """);
        assertThat(Bodies.<Item>decode(
                        Bodies.YAML,
                        Item.class,
                        bytes("amount: 12.5\ncount: 3\nid: o-1\npaid: true\ntags:\n- a\n- b\n")))
                .isEqualTo(ITEM);
    }

    @Test
    void yamlAsPythonWritesIt() {
        String fromPython = """
                a:
                - 1
                - 2.5
                - true
                - null
                - 'yes'
                - "\\xE9"
                - !!binary |
                  AP8=
                big: 1.0e+20
                day: 2026-01-02
                l:
                - &id001
                  - 1
                - *id001
                s: !!set
                  1: null
                """;
        Map<String, Object> read = Bodies.decode(Bodies.YAML, Object.class, bytes(fromPython));
        assertThat(read)
                .hasEntrySatisfying(
                        "a",
                        list -> assertThat((List<?>) list)
                                .usingRecursiveComparison()
                                .isEqualTo(Arrays.asList(1, 2.5, true, null, "yes", "é", new byte[] {0, -1})))
                .containsEntry("big", 1e20)
                .containsEntry("day", "2026-01-02")
                .containsEntry("l", List.of(List.of(1), List.of(1)))
                .containsEntry("s", List.of(1));
    }

    @Test
    void yamlThatOlderReadersUnderstand() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("on", List.of("no", "12:30:45", "2026-11-21", "word"));
        body.put("numbers", List.of(1e20, 1.5, 7));
        body.put("none", List.of());
        assertThat(text(Bodies.encode(Bodies.YAML, Object.class, body))).isEqualTo("""
                "on":
                - "no"
                - "12:30:45"
                - "2026-11-21"
                - word
                numbers:
                - 1.0e+20
                - 1.5
                - 7
                none: []
                """);
    }

    @Test
    void cbor() {
        // Python's keys are in the order of its dictionary.
        assertThat(Bodies.<Item>decode(
                        Bodies.CBOR,
                        Item.class,
                        Bodies.hex("a5 626964 636f2d31 66616d6f756e74 fb4029000000000000 65636f756e74 03"
                                + " 6474616773 82 6161 6162 6470616964 f5")))
                .isEqualTo(ITEM);
        assertThat(Bodies.encode(Bodies.CBOR, Object.class, Map.of("a", List.of(1, true, "b"))))
                .isEqualTo(Bodies.hex("bf 6161 83 01 f5 6162 ff"));
    }

    @Test
    void msgPack() {
        assertThat(Bodies.<Item>decode(
                        Bodies.MSGPACK,
                        Item.class,
                        Bodies.hex("85a26964a36f2d31a6616d6f756e74cb4029000000000000a5636f756e7403a47461677392a161a162"
                                + "a470616964c3")))
                .isEqualTo(ITEM);
        assertThat(Bodies.encode(Bodies.MSGPACK, Item.class, ITEM))
                .isEqualTo(Bodies.hex("85 a26964 a36f2d31 a6616d6f756e74 cb4029000000000000 a5636f756e74 03"
                        + " a474616773 92 a161 a162 a470616964 c3"));
    }

    @ParameterizedTest
    @CsvSource({
        "d6ff 6b009a82,                      2026-11-21T10:15:30Z",
        "d7ff 00000014 6b009a82,             2026-11-21T10:15:30.000000005Z",
        "c70cff 00000005 000000006b009a82,   2026-11-21T10:15:30.000000005Z"
    })
    void msgPackTimestamps(String hex, String instant) {
        long seconds = java.time.Instant.parse("2026-11-21T10:15:30Z").getEpochSecond();
        String real = hex.replace("6b009a82", Long.toHexString(seconds));
        assertThat(Bodies.<java.time.Instant>decode(Bodies.MSGPACK, java.time.Instant.class, Bodies.hex(real)))
                .isEqualTo(instant);
    }

    @Test
    void pickle() {
        assertThat(Bodies.<Item>decode(
                        Bodies.PICKLE,
                        Item.class,
                        Bodies.hex(
                                "80027d71002858020000006964710158030000006f2d3171025806000000616d6f756e747103474029000000"
                                        + "0000005805000000636f756e7471044b0358040000007461677371055d7106285801000000617107580100000062710865"
                                        + "580400000070616964710988752e")))
                .isEqualTo(ITEM);
        assertThat(Bodies.encode(Bodies.PICKLE, Object.class, Map.of("a", Arrays.asList(1, 1.5, true, null))))
                .isEqualTo(Bodies.hex("8002 7d 28 580100000061 5d 28 4a01000000 473ff8000000000000 88 4e 65 75 2e"));
        assertThat(Bodies.encode(Bodies.PICKLE, Object.class, Map.of("a", new byte[] {0, -1})))
                .isEqualTo(Bodies.hex("8003 7d 28 580100000061 42 02000000 00ff 75 2e"));
    }

    @Test
    void pickleAsCarrotWroteIt() {
        assertThat(Bodies.<Object>decode(Bodies.PICKLE, Object.class, bytes("(dp1\nS'a'\nI1\ns.")))
                .isEqualTo(Map.of("a", 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "286470300a56610a70310a49310a7356620a70320a286c70330a4930310a614e6146312e350a6156e90a70340a612849310a"
                        + "49320a7470350a614c313138303539313632303731373431313330333432344c0a61492d310a614933303"
                        + "00a614937303030300a61732e",
                "7d71002858010000006171014b0158010000006271025d7103284930310a4e473ff80000000000005802000000c3a97104284b"
                        + "014b027471054c313138303539313632303731373431313330333432344c0a4affffffff4d2c014a7011010065752e",
                "80027d71002858010000006171014b0158010000006271025d710328884e473ff80000000000005802000000c3a971044b014b02"
                        + "8671058a090000000000000000404affffffff4d2c014a7011010065752e",
                "80037d71002858010000006171014b0158010000006271025d710328884e473ff80000000000005802000000c3a971044b014b02"
                        + "8671058a090000000000000000404affffffff4d2c014a7011010065752e",
                "800495410000000000000"
                        + "07d94288c0161944b018c0162945d9428884e473ff80000000000008c02c3a9944b014b0286948a"
                        + "090000000000000000404affffffff4d2c014a7011010065752e",
                "800595410000000000000"
                        + "07d94288c0161944b018c0162945d9428884e473ff80000000000008c02c3a9944b014b0286948a"
                        + "090000000000000000404affffffff4d2c014a7011010065752e"
            })
    void pickleOfEachProtocol(String hex) {
        assertThat(Bodies.<Object>decode(Bodies.PICKLE, Object.class, Bodies.hex(hex)))
                .isEqualTo(Map.of(
                        "a",
                        1,
                        "b",
                        Arrays.asList(true, null, 1.5, "é", List.of(1, 2), BigInteger.TWO.pow(70), -1, 300, 70000)));
    }

    /** Bytes, an empty bytes, a bytearray, a set and a frozenset of each protocol from 0 to 5. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "c_codecs\nencode\np0\n(V\\u0000\u00ff\np1\nVlatin1\np2\ntp3\nRp4\n.",
                "c_codecs\nencode\nq\0(X\3\0\0\0\0\u00c3\u00bfq\1X\6\0\0\0latin1q\2tq\3Rq\4.",
                "\u0080\2c_codecs\nencode\nq\0X\3\0\0\0\0\u00c3\u00bfq\1X\6\0\0\0latin1q\2\u0086q\3Rq\4.",
                "\u0080\3C\2\0\u00ffq\0.",
                "\u0080\3cbuiltins\nbytearray\nq\0C\2\0\u00ffq\1\u0085q\2Rq\3.",
                "\u0080\4\u0095\6\0\0\0\0\0\0\0C\2\0\u00ff\u0094.",
                "\u0080\5\u0095\r\0\0\0\0\0\0\0\u0096\2\0\0\0\0\0\0\0\0\u00ff\u0094."
            })
    void pickledBytes(String latin) {
        assertThat(Bodies.<Object>decode(
                        Bodies.PICKLE, Object.class, latin.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)))
                .isEqualTo(new byte[] {0, -1});
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c__builtin__\nset\np0\n((lp1\nI1\natp2\nRp3\n.",
                "c__builtin__\nfrozenset\nq\0(]q\1K\1atq\2Rq\3.",
                "\u0080\2c__builtin__\nset\nq\0]q\1K\1a\u0085q\2Rq\3.",
                "\u0080\3cbuiltins\nfrozenset\nq\0]q\1K\1a\u0085q\2Rq\3.",
                "\u0080\4\u0095\7\0\0\0\0\0\0\0\u008f\u0094(K\1\u0090.",
                "\u0080\4\u0095\6\0\0\0\0\0\0\0(K\1\u0091\u0094."
            })
    void pickledSets(String latin) {
        assertThat(Bodies.<Object>decode(
                        Bodies.PICKLE, Object.class, latin.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)))
                .isEqualTo(List.of(1));
    }
}
