package io.carrotmq.codecs.page;

import io.carrotmq.codec.Codec;
import io.carrotmq.codec.CodecProvider;
import io.carrotmq.codec.CodecSettings;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.Set;

/** A format of an application's own. */
// tag::provider
// named in META-INF/services/io.carrotmq.codec.CodecProvider
public final class CsvCodecs implements CodecProvider {
    @Override
    public String mediaType() {
        return "text/csv";
    }

    @Override
    public Set<String> aliases() {
        return Set.of("application/csv");
    }

    @Override
    public Optional<Codec<?>> codec(Type type, CodecSettings settings) {
        return type == Table.class ? Optional.of(new CsvCodec()) : Optional.empty();
    }
}
// end::provider
