package io.carrotmq.stomp.frame;

import java.util.ArrayList;
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
    /** What a peer sends to show that it is alive: the end of a line between two frames. Has no command. */
    public static final StompFrame HEART_BEAT = new StompFrame("", List.of(), new byte[0]);

    private static final byte[] NO_BODY = new byte[0];

    private final String command;
    private final List<StompHeader> headers;
    private final byte[] body;

    StompFrame(String command, List<StompHeader> headers, byte[] body) {
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
        return new Builder(command);
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
        for (StompHeader header : headers) {
            if (header.name().equals(name)) {
                return header.value();
            }
        }
        return null;
    }

    /** {@return every header in its order, with repeated ones} */
    public List<StompHeader> headers() {
        return headers;
    }

    /** {@return the headers by name, in the order of their first occurrence, whose value it is} */
    public Map<String, String> headerMap() {
        Map<String, String> map = new LinkedHashMap<>();
        headers.forEach(header -> map.putIfAbsent(header.name(), header.value()));
        return map;
    }

    /** {@return the body, of length zero if there is none; the frame's own array} */
    public byte[] body() {
        return body;
    }

    /** {@return a builder that starts with everything this frame has} */
    public Builder toBuilder() {
        Builder builder = new Builder(command);
        headers.forEach(header -> builder.header(header.name(), header.value()));
        return builder.body(body);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StompFrame frame
                && command.equals(frame.command)
                && headers.equals(frame.headers)
                && Arrays.equals(body, frame.body);
    }

    @Override
    public int hashCode() {
        return Objects.hash(command, headers, Arrays.hashCode(body));
    }

    /** {@return the command and the headers' names and the body's length, fit for a log: neither values nor the body} */
    @Override
    public String toString() {
        return isHeartBeat()
                ? "heart-beat"
                : command + headers.stream().map(StompHeader::name).toList() + " (" + body.length + " bytes)";
    }

    /** Builds a {@link StompFrame}. Not safe for use by several threads. */
    public static final class Builder {
        private final String command;
        private final List<StompHeader> headers = new ArrayList<>(8);
        private byte[] body = NO_BODY;

        private Builder(String command) {
            this.command = Objects.requireNonNull(command, "command");
        }

        /**
         * Adds a header behind the others, also one of a name that is there.
         *
         * @param name its name
         * @param value its value; null adds nothing
         * @return this
         */
        public Builder header(String name, String value) {
            if (value != null) {
                headers.add(new StompHeader(name, value));
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
            headers.removeIf(header -> header.name().equals(name));
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

        /** {@return the frame} */
        public StompFrame build() {
            return new StompFrame(command, List.copyOf(headers), body);
        }
    }
}
