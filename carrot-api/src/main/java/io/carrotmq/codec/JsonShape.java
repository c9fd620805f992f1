package io.carrotmq.codec;

import java.util.BitSet;
import java.util.regex.Pattern;

/** What one pass over a JSON text tells before anybody builds anything of it. */
enum JsonShape {
    /** Nothing speaks against parsing it. */
    FIT,
    /** It is nested deeper than allowed. */
    TOO_DEEP,
    /** It is not one value and nothing else. */
    NOT_ONE;

    private static final Pattern WORD =
            Pattern.compile("true|false|null|-?+(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?+(?:[eE][+-]?+[0-9]++)?+");

    /** An end that is missing or of the other kind must not get to a parser: Parsson looks for it forever. */
    static JsonShape of(String text, int maxDepth) {
        BitSet objects = new BitSet();
        int depth = 0;
        boolean over = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isSpace(c)) {
                continue;
            }
            if (over) {
                return NOT_ONE;
            }
            if (c == '"') {
                i = endOfString(text, i);
            } else if (c == '[' || c == '{') {
                objects.set(depth, c == '{');
                depth++;
                if (depth > maxDepth) {
                    return TOO_DEEP;
                }
                continue;
            } else if (c == ']' || c == '}') {
                depth--;
                if (depth < 0 || objects.get(depth) != (c == '}')) {
                    return NOT_ONE;
                }
            } else if (depth == 0) {
                int end = endOfWord(text, i);
                if (!WORD.matcher(text).region(i, end + 1).matches()) {
                    return NOT_ONE;
                }
                i = end;
            }
            over = depth == 0;
        }
        return over ? FIT : NOT_ONE;
    }

    static boolean isSpace(char c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    /** {@return where the string that starts at an index has its second quote; its last character if it has none} */
    static int endOfString(String text, int start) {
        int end = text.indexOf('"', start + 1);
        while (end >= 0 && isEscaped(text, end)) {
            end = text.indexOf('"', end + 1);
        }
        return end < 0 ? text.length() - 1 : end;
    }

    /** Whether an odd number of backslashes stands before; the quote that starts the string ends them. */
    private static boolean isEscaped(String text, int index) {
        int first = index;
        while (text.charAt(first - 1) == '\\') {
            first--;
        }
        return (index - first) % 2 == 1;
    }

    private static int endOfWord(String text, int start) {
        int end = start;
        while (end + 1 < text.length() && !isSpace(text.charAt(end + 1))) {
            end++;
        }
        return end;
    }
}
