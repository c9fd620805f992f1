package io.carrotmq.transport.stomp;

import io.carrotmq.stomp.frame.StompFrame;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Application headers as headers of a frame, and back. STOMP's are texts, so {@link #TYPES} says which of them are none; a
 * peer that does not know it reads them all the same. A name that means something to STOMP, to the broker or here gets a
 * {@linkplain #PREFIX prefix}. Immutable.
 */
final class HeaderCodec {
    /** Names of headers and what their values are, such as {@code count=int;flag=boolean}. */
    static final String TYPES = "carrot-types";

    /** Before the names that are taken. */
    static final String PREFIX = "carrot.";

    /** What STOMP 1.0 to 1.2 has in frames with messages. */
    private static final Set<String> OF_STOMP = Set.of(
            "destination",
            "content-type",
            "content-length",
            "receipt",
            "receipt-id",
            "transaction",
            "id",
            "ack",
            "message-id",
            "subscription",
            "message",
            "version",
            "session",
            "server",
            "host",
            "login",
            "passcode",
            "heart-beat",
            "accept-version",
            "redelivered");

    private final Set<String> taken;

    /** One for a broker to which these names mean something, beside those of STOMP. */
    HeaderCodec(Set<String> taken) {
        this.taken = Set.copyOf(taken);
    }

    private boolean isTaken(String name) {
        return OF_STOMP.contains(name) || taken.contains(name) || TYPES.equals(name) || name.startsWith(PREFIX);
    }

    /**
     * Adds application headers to those of a frame.
     *
     * @throws IllegalArgumentException if a name is empty, or a value is of a type that has no text
     */
    void write(Map<String, Object> headers, Map<String, String> to) {
        if (headers.isEmpty()) {
            return;
        }
        StringBuilder types = new StringBuilder();
        headers.forEach((name, value) -> {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("a header has an empty name, which STOMP cannot write");
            }
            Type type = Type.of(name, value);
            to.put(isTaken(name) ? PREFIX + name : name, type.text(value));
            if (type != Type.TEXT) {
                types.append(types.length() == 0 ? "" : ";")
                        .append(escaped(name))
                        .append('=')
                        .append(type.word);
            }
        });
        if (types.length() > 0) {
            to.put(TYPES, types.toString());
        }
    }

    /** {@return the application headers of a frame: those whose names are not taken, and those with a prefix} */
    Map<String, Object> read(StompFrame frame) {
        Map<String, String> all = frame.headerMap();
        Map<String, Type> types = types(all.get(TYPES));
        Map<String, Object> headers = new LinkedHashMap<>();
        all.forEach((name, text) -> {
            boolean prefixed = name.startsWith(PREFIX);
            if (prefixed || !isTaken(name)) {
                String own = prefixed ? name.substring(PREFIX.length()) : name;
                headers.put(own, types.getOrDefault(own, Type.TEXT).value(text));
            }
        });
        return headers;
    }

    /** A peer may have written anything there. */
    private static Map<String, Type> types(String hint) {
        if (hint == null) {
            return Map.of();
        }
        Map<String, Type> types = new LinkedHashMap<>();
        for (String each : hint.split(";")) {
            int equals = each.lastIndexOf('=');
            Type type = equals < 0 ? null : Type.ofWord(each.substring(equals + 1));
            if (type != null) {
                types.put(unescaped(each.substring(0, equals)), type);
            }
        }
        return types;
    }

    private static String escaped(String name) {
        return name.replace("%", "%25").replace(";", "%3B").replace("=", "%3D");
    }

    private static String unescaped(String name) {
        return name.replace("%3D", "=").replace("%3B", ";").replace("%25", "%");
    }

    /** What a value is, and how it is written. */
    private enum Type {
        TEXT("text", String.class),
        /** A text that has what no frame can have: a zero byte. */
        ENCODED_TEXT("text64", null),
        BOOLEAN("boolean", Boolean.class),
        BYTE("byte", Byte.class),
        SHORT("short", Short.class),
        INT("int", Integer.class),
        LONG("long", Long.class),
        FLOAT("float", Float.class),
        DOUBLE("double", Double.class),
        DECIMAL("decimal", BigDecimal.class),
        INSTANT("instant", Instant.class),
        BYTES("bytes", byte[].class),
        NULL("null", null);

        final String word;
        private final Class<?> of;

        Type(String word, Class<?> of) {
            this.word = word;
            this.of = of;
        }

        static Type of(String name, Object value) {
            if (value == null) {
                return NULL;
            }
            if (value instanceof String text) {
                return text.indexOf('\0') < 0 ? TEXT : ENCODED_TEXT;
            }
            if (value instanceof Date) {
                return INSTANT;
            }
            for (Type type : values()) {
                if (type.of != null && type.of.isInstance(value)) {
                    return type;
                }
            }
            throw new IllegalArgumentException(
                    "the header '" + name + "' is of type " + value.getClass().getName() + ", which has no text");
        }

        static Type ofWord(String word) {
            for (Type type : values()) {
                if (type.word.equals(word)) {
                    return type;
                }
            }
            return null;
        }

        String text(Object value) {
            return switch (this) {
                case NULL -> "";
                case ENCODED_TEXT -> base64(((String) value).getBytes(StandardCharsets.UTF_8));
                case BYTES -> base64((byte[]) value);
                case INSTANT -> value instanceof Date date ? date.toInstant().toString() : value.toString();
                default -> value.toString();
            };
        }

        private static String base64(byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes);
        }

        /** {@return what was written, or the text itself if somebody has changed it into something else} */
        Object value(String text) {
            try {
                return parsed(text);
            } catch (IllegalArgumentException | DateTimeParseException e) {
                return text;
            }
        }

        private Object parsed(String text) {
            return switch (this) {
                case TEXT -> text;
                case ENCODED_TEXT -> new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
                case BOOLEAN -> Boolean.valueOf(text);
                case BYTE -> Byte.valueOf(text);
                case SHORT -> Short.valueOf(text);
                case INT -> Integer.valueOf(text);
                case LONG -> Long.valueOf(text);
                case FLOAT -> Float.valueOf(text);
                case DOUBLE -> Double.valueOf(text);
                case DECIMAL -> new BigDecimal(text);
                case INSTANT -> Instant.parse(text);
                case BYTES -> Base64.getDecoder().decode(text);
                case NULL -> null;
            };
        }
    }
}
