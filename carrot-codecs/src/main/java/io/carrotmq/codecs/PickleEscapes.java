package io.carrotmq.codecs;

import java.io.ByteArrayOutputStream;

/** The two notations of text in protocol 0: Python's quoted literals, and "raw unicode escape". */
final class PickleEscapes {
    private static final String SIMPLE = "\\'\"abfnrtv";
    private static final String STANDS_FOR = "\\'\"\u0007\b\f\n\r\t\u000b";

    private PickleEscapes() {}

    /** A literal such as {@code 'it\'s \x00'}, with its quotes. */
    static byte[] quoted(byte[] line) {
        int last = line.length - 1;
        if (last < 1 || line[0] != line[last] || line[0] != '\'' && line[0] != '"') {
            throw malformed();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(line.length);
        int i = 1;
        while (i < last) {
            if (line[i] != '\\') {
                bytes.write(line[i++]);
            } else if (i + 1 < last && line[i + 1] == 'x') {
                bytes.write(number(line, i + 2, 2, last));
                i += 4;
            } else if (i + 1 < last && SIMPLE.indexOf(line[i + 1]) >= 0) {
                bytes.write(STANDS_FOR.charAt(SIMPLE.indexOf(line[i + 1])));
                i += 2;
            } else {
                throw malformed();
            }
        }
        return bytes.toByteArray();
    }

    /** Latin-1, with <code>&#92;uXXXX</code> and <code>&#92;UXXXXXXXX</code> for all else. */
    static String unicode(byte[] line) {
        StringBuilder text = new StringBuilder(line.length);
        int i = 0;
        while (i < line.length) {
            boolean escape = line[i] == '\\' && i + 1 < line.length;
            if (escape && line[i + 1] == 'u') {
                text.append((char) number(line, i + 2, 4, line.length));
                i += 6;
            } else if (escape && line[i + 1] == 'U') {
                int codePoint = number(line, i + 2, 8, line.length);
                if (!Character.isValidCodePoint(codePoint)) {
                    throw malformed();
                }
                text.appendCodePoint(codePoint);
                i += 10;
            } else {
                text.append((char) (line[i++] & 0xff));
            }
        }
        return text.toString();
    }

    private static int number(byte[] line, int from, int digits, int end) {
        if (from + digits > end) {
            throw malformed();
        }
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = Character.digit(line[i], 16);
            if (digit < 0) {
                throw malformed();
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static RuntimeException malformed() {
        return Messages.malformed(PickleCodecs.MEDIA_TYPE, "a text that is none");
    }
}
