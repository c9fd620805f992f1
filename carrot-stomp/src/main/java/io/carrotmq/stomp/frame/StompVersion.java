package io.carrotmq.stomp.frame;

/** A version of STOMP, oldest first. */
public enum StompVersion {
    /** STOMP 1.0. */
    V1_0("1.0"),
    /** STOMP 1.1. */
    V1_1("1.1"),
    /** STOMP 1.2. */
    V1_2("1.2");

    private final String text;

    StompVersion(String text) {
        this.text = text;
    }

    /** {@return how the headers {@code accept-version} and {@code version} write it, such as {@code 1.2}} */
    public String text() {
        return text;
    }

    /**
     * Finds a version.
     *
     * @param text as a header writes it
     * @return the version, or null if there is none of that text
     */
    public static StompVersion of(String text) {
        for (StompVersion version : values()) {
            if (version.text.equals(text)) {
                return version;
            }
        }
        return null;
    }
}
