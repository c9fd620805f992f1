package io.carrotmq.codec;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * JSON as kombu 5.3 and later writes it: values that JSON has no form for are objects of two members, such as {@code
 * {"__type__": "datetime", "__value__": "2026-01-02T03:04:05"}}. For JSON codecs, which read it as if the value alone had
 * been written.
 */
public final class PythonJson {
    private static final String TYPE = "\"__type__\"";
    private static final String VALUE = "\"__value__\"";
    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?(?:[eE][+-]?[0-9]++)?");
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{32}");

    private final String text;
    private final StringBuilder plain;
    private int at;

    private PythonJson(String text) {
        this.text = text;
        this.plain = new StringBuilder(text.length());
    }

    /**
     * Replaces what kombu has wrapped: a {@code datetime}, {@code date} or {@code time} by its ISO 8601 text, a {@code
     * decimal} by a number, if it is one, a {@code uuid} by its text with hyphens, {@code bytes} and {@code base64} by
     * the bytes in base64. Whatever else is left as it is, malformed text too. It takes no more time and memory than the
     * text is long, and next to none if nothing in it is wrapped.
     *
     * @param json a JSON text, not null
     * @return the same text without the wrappers
     */
    public static String unwrap(String json) {
        return json.contains(TYPE) ? new PythonJson(json).unwrapped() : json;
    }

    private String unwrapped() {
        while (at < text.length()) {
            char c = text.charAt(at);
            String value = c == '{' ? value() : null;
            if (value != null) {
                plain.append(value);
            } else if (c == '"') {
                int end = JsonShape.endOfString(text, at) + 1;
                plain.append(text, at, end);
                at = end;
            } else {
                plain.append(c);
                at++;
            }
        }
        return plain.toString();
    }

    /** The value of the wrapper that starts here, which is passed then; null and nothing passed if there is none. */
    private String value() {
        int start = at;
        at++;
        String type = null;
        String wrapped = null;
        boolean complete = false;
        for (int member = 0; member < 2; member++) {
            if (type == null && pass(TYPE) && pass(":")) {
                type = string();
            } else if (wrapped == null && pass(VALUE) && pass(":")) {
                wrapped = isAt('{') ? hex() : string();
            }
            complete = pass(member == 0 ? "," : "}");
            if (!complete) {
                break;
            }
        }
        String value = complete && type != null && wrapped != null ? plain(type, wrapped) : null;
        if (value == null) {
            at = start;
        }
        return value;
    }

    private void skipSpace() {
        while (at < text.length() && JsonShape.isSpace(text.charAt(at))) {
            at++;
        }
    }

    private boolean isAt(char c) {
        skipSpace();
        return at < text.length() && text.charAt(at) == c;
    }

    private boolean pass(String token) {
        skipSpace();
        boolean here = text.startsWith(token, at);
        if (here) {
            at += token.length();
        }
        return here;
    }

    /** The string that starts here, as it is written between its quotes; null if none does. */
    private String string() {
        if (!isAt('"')) {
            return null;
        }
        int start = at + 1;
        int end = JsonShape.endOfString(text, at);
        if (end < start || text.charAt(end) != '"') {
            return null;
        }
        at = end + 1;
        return text.substring(start, end);
    }

    /** A UUID is an object of its digits and its version. */
    private String hex() {
        pass("{");
        String hex = null;
        do {
            String name = string();
            if (name == null || !pass(":")) {
                return null;
            }
            if (name.equals("hex")) {
                hex = string();
            } else {
                passWord();
            }
        } while (pass(","));
        return pass("}") ? hex : null;
    }

    private void passWord() {
        skipSpace();
        while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
            at++;
        }
    }

    private static String plain(String type, String value) {
        return switch (type) {
            case "datetime", "date", "time", "base64" -> quoted(value);
            case "decimal" -> NUMBER.matcher(value).matches() ? value : quoted(value);
            case "uuid" -> HEX.matcher(value).matches() ? quoted(hyphenated(value)) : quoted(value);
            case "bytes" -> base64(value);
            default -> null;
        };
    }

    private static String quoted(String value) {
        return '"' + value + '"';
    }

    private static String hyphenated(String hex) {
        return String.join(
                "-",
                hex.substring(0, 8),
                hex.substring(8, 12),
                hex.substring(12, 16),
                hex.substring(16, 20),
                hex.substring(20));
    }

    private static String base64(String escaped) {
        String value = unescaped(escaped);
        return value == null
                ? null
                : quoted(Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
    }

    private static String unescaped(String escaped) {
        StringBuilder value = new StringBuilder(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c != '\\') {
                value.append(c);
                continue;
            }
            i++;
            char kind = escaped.charAt(i); // a quote ends the text, so that something follows each backslash
            if (kind == 'u') {
                int code = codeUnit(escaped, i + 1);
                if (code < 0) {
                    return null;
                }
                value.append((char) code);
                i += 4;
            } else {
                int control = "bfnrt".indexOf(kind);
                value.append(control < 0 ? kind : "\b\f\n\r\t".charAt(control));
            }
        }
        return value.toString();
    }

    static int codeUnit(String text, int start) {
        int code = 0;
        for (int i = start; i < start + 4; i++) {
            int digit = i < text.length() ? Character.digit(text.charAt(i), 16) : -1;
            if (digit < 0) {
                return -1;
            }
            code = code << 4 | digit;
        }
        return code;
    }
}
