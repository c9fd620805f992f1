package io.carrotmq.codecs.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.carrotmq.codec.Codec;
import java.util.List;
import java.util.stream.Collectors;

/** Tables, as simple as can be. */
final class CsvCodec implements Codec<Table> {
    @Override
    public String contentType() {
        return "text/csv";
    }

    @Override
    public String contentEncoding() {
        return "utf-8";
    }

    @Override
    public byte[] encode(Table table) {
        return table.rows().stream()
                .map(row -> String.join(",", row))
                .collect(Collectors.joining("\n"))
                .getBytes(UTF_8);
    }

    @Override
    public Table decode(byte[] content, String contentEncoding) {
        return new Table(new String(content, UTF_8)
                .lines()
                .map(line -> List.of(line.split(",")))
                .toList());
    }
}
