package io.carrotmq.stomp.frame;

import java.util.Arrays;

/** How a header's name or value is told apart from what is around it. */
enum Escaping {
    /** Not at all: 1.0, and the frames that come before there is a version. */
    NONE("", ""),
    /** STOMP 1.1. */
    V1_1("\\:\n", "\\cn"),
    /** STOMP 1.2. */
    V1_2("\\:\n\r", "\\cnr");

    /** How many characters a letter is known for. */
    static final int ASCII = 128;

    /** A character that cannot be written, or a letter that stands for none. */
    static final byte NONE_SUCH = -1;

    /** By character: the letter that stands for it behind a backslash; 0 if it stands for itself, -1 if it has no way. */
    private final byte[] letters = new byte[ASCII];
    /** By letter: the character it stands for, or -1. */
    private final byte[] characters = new byte[ASCII];

    Escaping(String characters, String letters) {
        Arrays.fill(this.characters, NONE_SUCH);
        this.letters[0] = NONE_SUCH;
        this.letters['\n'] = NONE_SUCH;
        for (int i = 0; i < characters.length(); i++) {
            this.letters[characters.charAt(i)] = (byte) letters.charAt(i);
            this.characters[letters.charAt(i)] = (byte) characters.charAt(i);
        }
    }

    static Escaping of(Command command, StompVersion version) {
        if (version == StompVersion.V1_0 || command.isBeforeVersions()) {
            return NONE;
        }
        return version == StompVersion.V1_1 ? V1_1 : V1_2;
    }

    /** By ASCII character: the letter that stands for it behind a backslash, 0 if it stands for itself, or none such. */
    byte[] letters() {
        return letters;
    }

    /** The bytes without escapes, or null if one is not defined. */
    byte[] unescape(byte[] bytes, int from, int to) {
        byte[] plain = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            byte character = bytes[i];
            if (character == '\\') {
                i++;
                character = i == to || bytes[i] < 0 ? -1 : characters[bytes[i]];
                if (character < 0) {
                    return null;
                }
            }
            plain[length++] = character;
        }
        return Arrays.copyOf(plain, length);
    }
}
