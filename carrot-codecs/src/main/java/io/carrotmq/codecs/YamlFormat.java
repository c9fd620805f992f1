package io.carrotmq.codecs;

import io.carrotmq.codec.Charsets;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Present;
import org.snakeyaml.engine.v2.api.lowlevel.Serialize;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;

/** Trees as YAML: read with the core schema of YAML 1.2, written so that readers of YAML 1.1 see the same. */
final class YamlFormat implements TreeFormat {
    private final int maxDepth;

    YamlFormat(int maxDepth) {
        this.maxDepth = maxDepth;
    }

    @Override
    public String contentEncoding() {
        return "utf-8";
    }

    @Override
    public JsonNode read(byte[] content, String contentEncoding) throws CharacterCodingException {
        String text = Charsets.decode(content, Charsets.named(contentEncoding));
        LoadSettings settings = LoadSettings.builder()
                .setUseMarks(false) // they quote the body in exceptions
                .setCodePointLimit(Integer.MAX_VALUE) // the decoder has bounded the bytes
                .setBufferSize(Math.max(1, text.length())) // by pieces, a long text is copied once for each
                .setSchema(new CoreSchema())
                .build();
        ParserImpl events = new ParserImpl(settings, new StreamReader(settings, text));
        JsonNode tree = new YamlReader(events, settings.getSchema(), maxDepth).document();
        return TreeBounds.checked(tree, YamlCodecs.MEDIA_TYPE, maxDepth, content.length);
    }

    @Override
    public byte[] write(JsonNode tree) throws CharacterCodingException {
        DumpSettings settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setSplitLines(false)
                .setSchema(new CoreSchema())
                .build();
        List<Event> events = new Serialize(settings).serializeOne(YamlNodes.of(tree));
        return Charsets.encode(new Present(settings).emitToString(events.iterator()), StandardCharsets.UTF_8);
    }
}
