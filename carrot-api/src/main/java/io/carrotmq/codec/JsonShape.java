package io.carrotmq.codec;

import java.util.BitSet;
import java.util.regex.Pattern;

/** What one pass over a JSON text tells before anybody builds anything of it. */
enum JsonShape {
    /** Nothing speaks against parsing it. */
    FIT,
    /** It is nested deeper than allowed. */
    TOO_DEEP,
    /** It has a number, in quotes or not, of more digits than any sender means; reading it takes the square of its length. */
    TOO_MANY_DIGITS,
    /** It is not one value and nothing else. */
    NOT_ONE;

    static final int MAX_DIGITS = 1_000;

    private static final Pattern WORD =
            Pattern.compile("true|false|null|-?+(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?+(?:[eE][+-]?+[0-9]++)?+");

    /** An end that is missing or of the other kind must not get to a parser: Parsson looks for it forever. */
    static JsonShape of(String text, int maxDepth) {
        BitSet objects = new BitSet();
        int depth = 0;
        int word = 0;
        boolean over = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            word = isOfWord(c) ? word + 1 : 0;
            if (word > MAX_DIGITS) {
                return TOO_MANY_DIGITS;
            }
            if (isSpace(c)) {
                continue;
            }
            if (over) {
                return NOT_ONE;
            }
            if (c == '"') {
                int end = endOfString(text, i);
                if (startsWithLongNumber(text, i + 1, end)) {
                    return TOO_MANY_DIGITS;
                }
                i = end;
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
                if (end - i >= MAX_DIGITS) {
                    return TOO_MANY_DIGITS;
                }
                if (!WORD.matcher(text).region(i, end + 1).matches()) {
                    return NOT_ONE;
                }
                i = end;
            }
            over = depth == 0;
        }
        return over ? FIT : NOT_ONE;
    }

    private static boolean isOfWord(char c) {
        return c >= '0' && c <= '9' || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
    }

    /** What follows it is of no account: the digits are read first. */
    private static boolean startsWithLongNumber(String text, int start, int end) {
        int digits = 0;
        int i = start;
        while (i < end && end - start > MAX_DIGITS && digits <= MAX_DIGITS) {
            boolean escape = text.charAt(i) == '\\' && i + 6 <= end;
            int character = escape ? PythonJson.codeUnit(text, i + 2) : text.charAt(i);
            if (!Character.isDigit(character) && !isOfWord((char) character)) {
                return false;
            }
            digits++;
            i += escape ? 6 : 1;
        }
        return digits > MAX_DIGITS;
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
