package io.carrotmq.stomp.frame;

import java.util.Objects;

/**
 * A header of a frame, not escaped.
 *
 * @param name its name
 * @param value its value, possibly empty
 */
public record StompHeader(String name, String value) {
    /** Checks that both are there. */
    public StompHeader {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
    }
}
