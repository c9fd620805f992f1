package io.carrotmq.stomp.frame;

/**
 * Turns frames into bytes. Headers are written in their order; nothing is added. Safe for use by any number of threads, each
 * with its own buffer.
 *
 * <p>What could be misunderstood is not written: a command the version does not know; a header without a name; LF, NUL, or a
 * colon in a name, where the version has no escape for it; unpaired surrogates; in 1.0, which names no encoding, anything but
 * ASCII; a body where the version has none; one with a NUL and without {@code content-length}, or of another length than that
 * says. {@code CONNECT} and {@code CONNECTED} are the same in all versions: UTF-8 without escapes, and without CR.
 */
public final class StompWriter {
    private static final String CONTENT_LENGTH = "content-length";

    private StompWriter() {}

    /**
     * Writes a frame.
     *
     * @param frame the frame
     * @param version how names and values are escaped and encoded, and which frames may have a body
     * @return its bytes
     * @throws io.carrotmq.stomp.StompFrameException if the version has no way to write it
     */
    public static byte[] bytes(StompFrame frame, StompVersion version) {
        FrameBuffer buffer = FrameBuffer.forOneFrame(expectedLength(frame));
        write(frame, version, buffer);
        return buffer.exact();
    }

    /**
     * Writes a frame behind those that are in a buffer.
     *
     * @param frame the frame, also {@link StompFrame#HEART_BEAT}
     * @param version how names and values are escaped and encoded, and which frames may have a body
     * @param buffer where to; left as it was if the frame cannot be written
     * @throws io.carrotmq.stomp.StompFrameException if the version has no way to write it
     */
    public static void write(StompFrame frame, StompVersion version, FrameBuffer buffer) {
        int start = buffer.length();
        boolean good = false;
        try {
            if (frame.isHeartBeat()) {
                writeHeartBeat(version, buffer);
            } else {
                buffer.ensure(expectedLength(frame));
                writeFrame(frame, version, buffer);
            }
            good = true;
        } finally {
            if (!good) {
                buffer.truncate(start);
            }
        }
    }

    /** The exact length of a frame that is ASCII and has no escapes. */
    private static int expectedLength(StompFrame frame) {
        String[] headers = frame.namesAndValues();
        int length = headers.length;
        for (String text : headers) {
            length += text.length();
        }
        return frame.isHeartBeat() ? 1 : frame.command().length() + length + frame.body().length + 3;
    }

    private static void writeHeartBeat(StompVersion version, FrameBuffer buffer) {
        if (version == StompVersion.V1_0) {
            throw Messages.notWritable("heart-beat", version);
        }
        buffer.put('\n');
    }

    private static void writeFrame(StompFrame frame, StompVersion version, FrameBuffer buffer) {
        Command command = Command.of(frame.command(), version);
        if (command == null) {
            throw Messages.notWritable(frame.command(), version);
        }
        buffer.put(command.line());
        writeHeaders(frame.namesAndValues(), command, version, buffer);
        buffer.put('\n');
        writeBody(frame, command, version, buffer);
        buffer.put('\0');
    }

    private static void writeHeaders(String[] headers, Command command, StompVersion version, FrameBuffer buffer) {
        Escaping escaping = Escaping.of(command, version);
        LineCache lines = command.isBeforeVersions() ? null : buffer.lines(); // passwords are not kept
        for (int i = 0; i < headers.length; i += 2) {
            byte[] line = lines == null ? null : lines.find(headers[i], headers[i + 1], escaping);
            if (line != null) {
                buffer.put(line);
                continue;
            }
            int start = buffer.length();
            writeHeader(headers[i], headers[i + 1], command, escaping, buffer);
            if (lines != null) {
                lines.learn(headers[i], headers[i + 1], escaping, buffer.array(), start, buffer.length());
            }
        }
    }

    private static void writeHeader(String name, String value, Command command, Escaping escaping, FrameBuffer buffer) {
        if (name.isEmpty() || escaping == Escaping.NONE) {
            checkUnescaped(command, name, value);
        }
        byte[] known = KnownNames.bytes(name);
        if (known != null) {
            buffer.put(known);
        } else {
            writeText(name, name, command, escaping, buffer);
            buffer.put(':');
        }
        writeText(value, name, command, escaping, buffer);
        buffer.put('\n');
    }

    private static void writeBody(StompFrame frame, Command command, StompVersion version, FrameBuffer buffer) {
        byte[] body = frame.body();
        String contentLength = frame.header(CONTENT_LENGTH);
        if (body.length > 0 || contentLength != null) {
            checkBody(body, contentLength, command, version);
            buffer.put(body);
        }
    }

    private static void checkUnescaped(Command command, String name, String value) {
        if (name.isEmpty()) {
            throw Messages.headerNotWritable(command.name(), name, "has no name");
        }
        if (name.indexOf(':') >= 0) {
            throw Messages.headerNotWritable(command.name(), name, "has a colon in its name, which no escape is for");
        }
        if (command.isBeforeVersions() && (name.indexOf('\r') >= 0 || value.indexOf('\r') >= 0)) {
            throw Messages.headerNotWritable(command.name(), name, "has a carriage return, which no escape is for");
        }
    }

    private static void writeText(String text, String name, Command command, Escaping escaping, FrameBuffer buffer) {
        byte[] letters = escaping.letters();
        int i = buffer.putPlain(text, letters);
        boolean onlyAscii = escaping == Escaping.NONE && !command.isBeforeVersions();
        while (i < text.length()) {
            int codePoint = text.codePointAt(i);
            i += Character.charCount(codePoint);
            byte letter = codePoint < Escaping.ASCII ? letters[codePoint] : 0;
            if (letter > 0) {
                buffer.put('\\');
                buffer.put((char) letter);
            } else if (letter < 0 || codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
                throw Messages.headerNotWritable(
                        command.name(), name, String.format("has U+%04X, which has no way there", codePoint));
            } else if (onlyAscii && codePoint >= Escaping.ASCII) {
                throw Messages.headerNotWritable(command.name(), name, "is not ASCII, all that STOMP 1.0 has");
            } else {
                buffer.putUtf8(codePoint);
            }
        }
    }

    private static void checkBody(byte[] body, String contentLength, Command command, StompVersion version) {
        if (body.length > 0 && !command.mayHaveBody(version)) {
            throw Messages.bodyNotWritable(
                    command.name(), "has no place in STOMP " + version.text(), "only SEND, MESSAGE and ERROR have one");
        }
        if (contentLength == null) {
            if (Words.indexOf('\0', body, 0, body.length) >= 0) {
                throw Messages.bodyNotWritable(
                        command.name(), "has a NUL and no content-length", "add that header, with its length in bytes");
            }
        } else if (!says(contentLength, body.length)) {
            throw Messages.bodyNotWritable(
                    command.name(),
                    "has " + body.length + " bytes and not as many as content-length says",
                    "correct that header, or remove it");
        }
    }

    /** Whether a text is a number as Java writes it, without writing it. */
    private static boolean says(String text, int number) {
        int rest = number;
        for (int i = text.length() - 1; i >= 0; i--) {
            if (text.charAt(i) != '0' + rest % 10 || rest == 0 && i < text.length() - 1) {
                return false;
            }
            rest /= 10;
        }
        return rest == 0 && !text.isEmpty();
    }
}
