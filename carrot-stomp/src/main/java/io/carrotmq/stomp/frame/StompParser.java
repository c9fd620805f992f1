package io.carrotmq.stomp.frame;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Turns bytes into frames, as they come: it goes on wherever the last bytes ended, and looks at each byte once. For one
 * thread.
 *
 * <pre>{@code
 * parser.add(buffer, 0, in.read(buffer));
 * for (StompFrame frame = parser.next(); frame != null; frame = parser.next()) {
 *     handle(frame);
 * }
 * }</pre>
 *
 * <p>A frame is parsed when it is taken. So what follows {@code CONNECTED} is read in the version that is set after
 * {@code CONNECTED} was taken, and frames that were complete before a broken one are taken first. After an error the parser
 * has dropped the broken frame and everything behind it, and goes on with the next bytes as with the first.
 *
 * <p>What it is liberal in, because a frame refused ends a connection: header names and values are UTF-8 in all versions, also
 * in 1.0, and what is malformed becomes U+FFFD; between frames CR LF is as good as LF; if the line of {@code CONNECT}, {@code
 * STOMP}, {@code CONNECTED} or {@code ERROR} ends with CR LF, those of its headers may do so too, in all versions. What it is
 * strict in, because it would misunderstand the rest: unknown commands, header lines without colon or without name, NUL in the
 * head, escapes that the version does not define, {@code content-length} that is no number or not followed by NUL, and bodies
 * where the version has none.
 */
public final class StompParser {
    private static final String CONTENT_LENGTH = "content-length";
    private static final byte[] NO_BODY = {};
    private static final int UNKNOWN = -1;

    private final FrameLimits limits;
    private final Input input = new Input();
    private final LineScan line = new LineScan();
    private final HeaderCache known = new HeaderCache();
    private StompVersion version = StompVersion.V1_0;

    /** Of the frame that has begun; null between frames. */
    private Command command;

    private Escaping escaping;
    private boolean stripsCr;
    /** Names and values in turn. */
    private String[] headers = new String[32];

    private int headersLength;
    private boolean headIsRead;
    private int contentLength = UNKNOWN;
    /** Of a body without content-length: how many bytes hold no NUL. */
    private int bodySeen;
    /** Of a body with content-length, when it does not come at once. */
    private Body body;

    /**
     * Makes a parser, which begins in version 1.0.
     *
     * @param limits what frames may have
     */
    public StompParser(FrameLimits limits) {
        this.limits = Objects.requireNonNull(limits, "limits");
    }

    /**
     * Sets the version for the frames that are taken from now on; {@code CONNECTED} is read the same in all.
     *
     * @param version the version both sides have agreed on
     */
    public void version(StompVersion version) {
        this.version = Objects.requireNonNull(version, "version");
    }

    /** {@return the version it reads in} */
    public StompVersion version() {
        return version;
    }

    /**
     * Takes bytes. They are read, not copied, by {@link #next}: leave the array as it is until that has returned null or
     * thrown; afterwards it is the caller's again. Bytes that are added before that are copied together, without a limit.
     *
     * @param bytes where they are
     * @param offset where they begin
     * @param length how many there are
     * @throws IndexOutOfBoundsException if the array has no such bytes
     */
    public void add(byte[] bytes, int offset, int length) {
        input.add(bytes, offset, length);
    }

    /**
     * Takes the next frame out.
     *
     * @return the frame, {@link StompFrame#HEART_BEAT} for an end of line between frames (in 1.0, which has no heart-beats,
     *     those are skipped), or null if none is complete
     * @throws io.carrotmq.stomp.StompFrameException if what comes next is no frame, or exceeds a limit
     */
    public StompFrame next() {
        boolean good = false;
        try {
            StompFrame frame = parse();
            if (frame == null) {
                input.keep();
            }
            good = true;
            return frame;
        } finally {
            if (!good) {
                input.clear();
                restart();
            }
        }
    }

    /** Drops everything and begins anew, in version 1.0. */
    public void reset() {
        input.clear();
        restart();
        version = StompVersion.V1_0;
    }

    private StompFrame parse() {
        if (command == null) {
            if (isLineEnd()) {
                return StompFrame.HEART_BEAT;
            }
            if (input.length() == 0 || !readCommand()) {
                return null;
            }
        }
        if (!headIsRead && !readHeaders()) {
            return null;
        }
        byte[] content = contentLength == UNKNOWN ? readBodyToNul() : readBodyOfLength();
        if (content == null) {
            return null;
        }
        StompFrame frame = new StompFrame(command.name(), Arrays.copyOf(headers, headersLength), content);
        restart();
        return frame;
    }

    /** Whether there was an end of line between frames that is a heart-beat. */
    private boolean isLineEnd() {
        while (input.position < input.end) {
            byte first = input.bytes[input.position];
            if (first == '\n') {
                input.position++;
            } else if (first == '\r' && input.length() > 1 && input.bytes[input.position + 1] == '\n') {
                input.position += 2;
                line.restart();
            } else {
                return false;
            }
            if (version != StompVersion.V1_0) {
                return true;
            }
        }
        return false;
    }

    private boolean readCommand() {
        int lineFeed = findLine("command");
        if (lineFeed < 0) {
            return false;
        }
        int end = lineFeed;
        boolean endsWithCr = end > input.position && input.bytes[end - 1] == '\r';
        if (endsWithCr) {
            end--;
        }
        Command read = Command.of(input.bytes, input.position, end, version);
        boolean knowsCr = version == StompVersion.V1_2;
        if (read == null || endsWithCr && !knowsCr && !read.mayEndLinesWithCr()) {
            throw Messages.unknownCommand(text(input.position, lineFeed), version);
        }
        command = read;
        escaping = Escaping.of(read, version);
        stripsCr = knowsCr || endsWithCr;
        nextLine(lineFeed);
        return true;
    }

    private boolean readHeaders() {
        while (true) {
            int lineFeed = findLine(command.name());
            if (lineFeed < 0) {
                return false;
            }
            int start = input.position;
            int end = stripsCr && lineFeed > start && input.bytes[lineFeed - 1] == '\r' ? lineFeed - 1 : lineFeed;
            if (end > start) {
                readHeader(start, end);
            }
            nextLine(lineFeed);
            if (end == start) {
                headIsRead = true;
                return true;
            }
        }
    }

    private void readHeader(int start, int end) {
        byte[] bytes = input.bytes;
        int colon = Words.indexOf(':', bytes, start, end);
        if (colon <= start) {
            throw Messages.badHead(command.name(), "has a header without a " + (colon < 0 ? "colon" : "name"));
        }
        if (headersLength == limits.headers() * 2L) {
            throw Messages.beyondLimit(command.name(), "more headers", limits.headers());
        }
        String name;
        String value;
        if (!line.isPlain()) {
            name = text(start, colon);
            value = text(colon + 1, end);
        } else if (command.isBeforeVersions()) { // passwords are not kept
            name = HeaderCache.text(bytes, start, colon);
            value = HeaderCache.text(bytes, colon + 1, end);
        } else {
            int slot = HeaderCache.slot(bytes, start, colon);
            name = known.name(slot, bytes, start, colon);
            value = known.value(slot, bytes, colon + 1, end);
        }
        if (contentLength == UNKNOWN && name.equals(CONTENT_LENGTH)) {
            contentLength = contentLength(value);
        }
        if (headersLength == headers.length) {
            headers = Arrays.copyOf(headers, headersLength * 2);
        }
        headers[headersLength++] = name;
        headers[headersLength++] = value;
    }

    /** Where the line ends that begins at the input's position, or -1 if its end has not come. */
    private int findLine(String what) {
        int longest = limits.lineLength();
        int length = input.length();
        int end = length > longest ? input.position + longest + 1 : input.end;
        int found = line.find(input.bytes, input.position, end);
        if (found < 0 && length > longest) {
            throw Messages.beyondLimit(what, "more bytes in a line", longest);
        }
        if (found >= 0 && input.bytes[found] == 0) {
            throw Messages.badHead(what, "ends within its head");
        }
        return found;
    }

    private void nextLine(int lineFeed) {
        input.position = lineFeed + 1;
        line.restart();
    }

    private String text(int start, int end) {
        if (command == null || escaping == Escaping.NONE) {
            return new String(input.bytes, start, end - start, StandardCharsets.UTF_8);
        }
        byte[] plain = escaping.unescape(input.bytes, start, end);
        if (plain == null) {
            throw Messages.undefinedEscape(command.name(), version);
        }
        return new String(plain, StandardCharsets.UTF_8);
    }

    private int contentLength(String value) {
        String digits = value.strip();
        long length = 0;
        for (int i = 0; i < digits.length() && length <= Integer.MAX_VALUE; i++) {
            int digit = digits.charAt(i) - '0';
            length = digit < 0 || digit > 9 ? Long.MAX_VALUE : length * 10 + digit;
        }
        if (digits.isEmpty() || length > Integer.MAX_VALUE) {
            throw Messages.badContentLength(command.name(), value);
        }
        checkBody(length);
        return (int) length;
    }

    private void checkBody(long length) {
        if (length > 0 && !command.mayHaveBody(version)) {
            throw Messages.badBody(command.name(), "has a body, which STOMP " + version.text() + " does not allow");
        }
        if (length > limits.bodyLength()) {
            throw Messages.beyondLimit(command.name(), "more bytes in its body", limits.bodyLength());
        }
    }

    private byte[] readBodyToNul() {
        int start = input.position;
        int nul = Words.indexOf('\0', input.bytes, start + bodySeen, input.end);
        bodySeen = nul < 0 ? input.length() : nul - start;
        checkBody(bodySeen);
        if (nul < 0) {
            return null;
        }
        byte[] content = bodySeen == 0 ? NO_BODY : input.take(bodySeen);
        input.position++;
        return content;
    }

    private byte[] readBodyOfLength() {
        byte[] content;
        if (body == null && input.length() > contentLength) {
            content = contentLength == 0 ? NO_BODY : input.take(contentLength);
        } else {
            if (body == null) {
                body = new Body(contentLength);
            }
            body.take(input);
            content = body.complete();
            if (content == null || input.length() == 0) {
                return null;
            }
        }
        if (input.bytes[input.position] != 0) {
            throw Messages.badBody(
                    command.name(), "has no NUL after as many bytes as its content-length says: " + contentLength);
        }
        input.position++;
        return content;
    }

    private void restart() {
        command = null;
        Arrays.fill(headers, 0, headersLength, null);
        headersLength = 0;
        headIsRead = false;
        contentLength = UNKNOWN;
        bodySeen = 0;
        body = null;
        line.restart();
    }
}
