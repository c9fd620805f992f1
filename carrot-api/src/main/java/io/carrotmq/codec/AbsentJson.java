package io.carrotmq.codec;

import java.lang.reflect.Type;
import java.util.Optional;

/** Stands for JSON where Jakarta JSON Binding or an implementation is not visible. */
final class AbsentJson implements CodecProvider {
    @Override
    public String mediaType() {
        return MediaType.JSON;
    }

    @Override
    public Optional<String> missing() {
        return Optional.of(
                "jakarta.json.bind:jakarta.json.bind-api with an implementation such as org.eclipse:yasson, or "
                        + "io.carrotmq:carrot-codecs with tools.jackson.core:jackson-databind");
    }

    @Override
    public Optional<Codec<?>> codec(Type type, CodecSettings settings) {
        return Optional.empty();
    }
}
