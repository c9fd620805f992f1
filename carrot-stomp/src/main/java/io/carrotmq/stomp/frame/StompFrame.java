package io.carrotmq.stomp.frame;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A frame of any version: a command, headers in their order with repeated ones kept, and a body. Immutable, except that the
 * body's array is not copied: whoever makes a frame gives the array away, and whoever reads one does not change it. Get one
 * from {@link #builder}, from the {@code command} layer, or from a {@link StompParser}.
 */
public final class StompFrame {
    private static final byte[] NO_BODY = {};

    /** What a peer sends to show that it is alive: the end of a line between two frames. Has no command. */
    public static final StompFrame HEART_BEAT = new StompFrame("", new String[0], NO_BODY);

    private final String command;
    /** Names and values in turn. */
    private final String[] headers;

    private final byte[] body;

    StompFrame(String command, String[] headers, byte[] body) {
        this.command = command;
        this.headers = headers;
        this.body = body;
    }

    /**
     * Starts a frame.
     *
     * @param command its command, such as {@code SEND}
     * @return a builder without headers and body
     */
    public static Builder builder(String command) {
        return new Builder(command, new String[16], 0);
    }

    /** {@return the command; empty for {@link #HEART_BEAT}} */
    public String command() {
        return command;
    }

    /** {@return whether this is {@link #HEART_BEAT}} */
    public boolean isHeartBeat() {
        return this == HEART_BEAT;
    }

    /**
     * Finds a header. Of repeated ones the first wins, as STOMP 1.2 says.
     *
     * @param name the header's name
     * @return its value, or null if there is none
     */
    public String header(String name) {
        for (int i = 0; i < headers.length; i += 2) {
            if (headers[i].equals(name)) {
                return headers[i + 1];
            }
        }
        return null;
    }

    /** {@return every header in its order, with repeated ones; unmodifiable, made anew by each call} */
    public List<StompHeader> headers() {
        StompHeader[] list = new StompHeader[headers.length / 2];
        for (int i = 0; i < list.length; i++) {
            list[i] = new StompHeader(headers[2 * i], headers[2 * i + 1]);
        }
        return List.of(list);
    }

    /** {@return the headers by name, in the order of their first occurrence, whose value it is; the caller's own} */
    public Map<String, String> headerMap() {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            map.putIfAbsent(headers[i], headers[i + 1]);
        }
        return map;
    }

    /** {@return the body, of length zero if there is none; the frame's own array} */
    public byte[] body() {
        return body;
    }

    /** {@return a builder that starts with everything this frame has} */
    public Builder toBuilder() {
        return new Builder(command, headers.clone(), headers.length).body(body);
    }

    /** Names and values in turn; not to be changed. */
    String[] namesAndValues() {
        return headers;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StompFrame frame
                && command.equals(frame.command)
                && Arrays.equals(headers, frame.headers)
                && Arrays.equals(body, frame.body);
    }

    @Override
    public int hashCode() {
        return Objects.hash(command, Arrays.hashCode(headers), Arrays.hashCode(body));
    }

    /** {@return the command and the headers' names and the body's length, fit for a log: neither values nor the body} */
    @Override
    public String toString() {
        return isHeartBeat()
                ? "heart-beat"
                : command + headers().stream().map(StompHeader::name).toList() + " (" + body.length + " bytes)";
    }

    /** Builds a {@link StompFrame}. Not safe for use by several threads. */
    public static final class Builder {
        private final String command;
        private String[] headers;
        private int length;
        private byte[] body = NO_BODY;

        private Builder(String command, String[] headers, int length) {
            this.command = Objects.requireNonNull(command, "command");
            this.headers = headers;
            this.length = length;
        }

        /**
         * Adds a header behind the others, also one of a name that is there.
         *
         * @param name its name
         * @param value its value; null adds nothing
         * @return this
         */
        public Builder header(String name, String value) {
            Objects.requireNonNull(name, "name");
            if (value != null) {
                if (length == headers.length) {
                    headers = Arrays.copyOf(headers, Math.max(16, length * 2));
                }
                headers[length++] = name;
                headers[length++] = value;
            }
            return this;
        }

        /**
         * Adds headers behind the others.
         *
         * @param values names and values
         * @return this
         */
        public Builder headers(Map<String, String> values) {
            values.forEach(this::header);
            return this;
        }

        /**
         * Removes every header of a name.
         *
         * @param name the name
         * @return this
         */
        public Builder without(String name) {
            int kept = 0;
            for (int i = 0; i < length; i += 2) {
                if (!headers[i].equals(name)) {
                    headers[kept++] = headers[i];
                    headers[kept++] = headers[i + 1];
                }
            }
            length = kept;
            return this;
        }

        /**
         * Sets the body.
         *
         * @param bytes the body, given away
         * @return this
         */
        public Builder body(byte[] bytes) {
            body = Objects.requireNonNull(bytes, "bytes");
            return this;
        }

        /** {@return the frame; the builder can be used on} */
        public StompFrame build() {
            return new StompFrame(command, Arrays.copyOf(headers, length), body);
        }
    }
}
