package io.carrotmq.stomp.command;

import io.carrotmq.stomp.StompProtocolException;
import io.carrotmq.stomp.frame.StompFrame;

/** The broker has answered with an ERROR frame. */
public final class StompErrorException extends StompProtocolException {
    private static final long serialVersionUID = 1L;

    /** What the broker sent. */
    private final transient StompFrame frame;

    /**
     * Makes an exception.
     *
     * @param code the error's number
     * @param text what the broker refused and what to do
     * @param frame the ERROR frame
     */
    public StompErrorException(String code, String text, StompFrame frame) {
        super(code, text);
        this.frame = frame;
    }

    /** {@return the ERROR frame; null after the exception was serialized} */
    public StompFrame frame() {
        return frame;
    }
}
