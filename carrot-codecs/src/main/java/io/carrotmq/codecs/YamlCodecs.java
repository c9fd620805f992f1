package io.carrotmq.codecs;

import io.carrotmq.codec.Codec;
import io.carrotmq.codec.CodecSettings;
import java.lang.reflect.Type;
import java.util.Set;
import java.util.function.Function;

/** Any type as YAML 1.2, without tags. A service; applications need not name it. */
public final class YamlCodecs extends FormatProvider {
    static final String MEDIA_TYPE = "application/x-yaml";

    /** Made by the service loader. */
    public YamlCodecs() {
        super(MEDIA_TYPE, Library.JACKSON, Library.YAML);
    }

    @Override
    public Set<String> aliases() {
        return Set.of("application/yaml", "text/yaml", "text/x-yaml");
    }

    @Override
    Function<Type, Codec<Object>> codecs(CodecSettings settings) {
        TreeFormat format = new YamlFormat(settings.maxDepth());
        Mapping mapping = new Mapping(settings);
        return type -> new TreeCodec(MEDIA_TYPE, format, mapping, type);
    }
}
