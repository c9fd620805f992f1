package io.carrotmq.cdi.scenario;

import io.carrotmq.CodecException;
import io.carrotmq.codec.Codec;
import io.carrotmq.codec.CodecProvider;
import io.carrotmq.codec.CodecSettings;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** An application's own codec: prices, and nothing else, as a line of CSV. */
public final class CsvCodecs implements CodecProvider {
    @Override
    public String mediaType() {
        return "text/csv";
    }

    @Override
    public Optional<Codec<Price>> codec(Type type, CodecSettings settings) {
        return type == Price.class ? Optional.of(new PriceCodec()) : Optional.empty();
    }

    private static final class PriceCodec implements Codec<Price> {
        @Override
        public String contentType() {
            return "text/csv";
        }

        @Override
        public String contentEncoding() {
            return "utf-8";
        }

        @Override
        public byte[] encode(Price price) {
            return (price.article() + "," + price.cents()).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Price decode(byte[] content, String contentEncoding) {
            String[] parts = new String(content, StandardCharsets.UTF_8).split(",");
            if (parts.length != 2) {
                throw new CodecException("SCENARIO-1", parts.length + " columns; write article and cents", null);
            }
            return new Price(parts[0], Long.parseLong(parts[1]));
        }
    }
}
