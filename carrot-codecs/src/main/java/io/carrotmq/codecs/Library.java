package io.carrotmq.codecs;

import java.util.Optional;

/** A library some format needs, known by one of its classes. */
enum Library {
    JACKSON("tools.jackson.databind.json.JsonMapper", "tools.jackson.core:jackson-databind"),
    CBOR("tools.jackson.dataformat.cbor.CBORMapper", "tools.jackson.dataformat:jackson-dataformat-cbor"),
    YAML("org.snakeyaml.engine.v2.parser.ParserImpl", "org.snakeyaml:snakeyaml-engine"),
    MSGPACK("org.msgpack.core.MessagePack", "org.msgpack:msgpack-core");

    private final String className;
    private final String artifact;

    Library(String className, String artifact) {
        this.className = className;
        this.artifact = artifact;
    }

    /** The first that is not visible to this module's class loader, which is the one that would link it. */
    static Optional<String> missing(Library... needed) {
        for (Library library : needed) {
            if (!library.isHere()) {
                return Optional.of(library.artifact);
            }
        }
        return Optional.empty();
    }

    private boolean isHere() {
        try {
            Class.forName(className, false, Library.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError absent) {
            return false;
        }
    }
}
