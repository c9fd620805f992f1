package io.carrotmq.stomp.frame;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** A command STOMP defines, and what holds for its frames. */
enum Command {
    CONNECT,
    STOMP,
    CONNECTED,
    SEND,
    SUBSCRIBE,
    UNSUBSCRIBE,
    ACK,
    NACK,
    BEGIN,
    COMMIT,
    ABORT,
    DISCONNECT,
    MESSAGE,
    RECEIPT,
    ERROR;

    private static final int LONGEST = 15;
    /** By length and first letter, which tell them all apart. */
    private static final Command[] BY_SHAPE = new Command[32 * (LONGEST + 1)];

    private static final Map<String, Command> BY_TEXT = new HashMap<>();

    static {
        for (Command command : values()) {
            BY_SHAPE[shape(command.bytes[0], command.bytes.length)] = command;
            BY_TEXT.put(command.name(), command);
        }
    }

    private final byte[] bytes = name().getBytes(StandardCharsets.US_ASCII);
    private final byte[] line = (name() + '\n').getBytes(StandardCharsets.US_ASCII);

    private static int shape(byte first, int length) {
        return (first & 31) * (LONGEST + 1) + length;
    }

    /** The command of these bytes, or null if it is none of the version. */
    static Command of(byte[] bytes, int from, int to, StompVersion version) {
        int length = to - from;
        if (length == 0 || length > LONGEST) {
            return null;
        }
        Command command = BY_SHAPE[shape(bytes[from], length)];
        return command != null && Arrays.equals(bytes, from, to, command.bytes, 0, length) && command.isOf(version)
                ? command
                : null;
    }

    /** The command of this name, or null if it is none of the version. */
    static Command of(String text, StompVersion version) {
        Command command = BY_TEXT.get(text);
        return command != null && command.isOf(version) ? command : null;
    }

    /** The line it is written as; not to be changed. */
    byte[] line() {
        return line;
    }

    private boolean isOf(StompVersion version) {
        return version != StompVersion.V1_0 || this != NACK && this != STOMP;
    }

    boolean mayHaveBody(StompVersion version) {
        return version == StompVersion.V1_0 || this == SEND || this == MESSAGE || this == ERROR;
    }

    /** Whether its headers are the same in all versions: it says which version is to come. */
    boolean isBeforeVersions() {
        return this == CONNECT || this == CONNECTED;
    }

    /** Whether it can come before both sides have agreed on a version, that is, in the line ends of any. */
    boolean mayEndLinesWithCr() {
        return isBeforeVersions() || this == STOMP || this == ERROR;
    }
}
