package io.carrotmq.stomp.session;

/** Where a {@link StompSession} is. */
public enum SessionState {
    /** Nothing was begun, or all has ended. */
    DISCONNECTED,
    /** {@code CONNECT} was made, {@code CONNECTED} has not come. */
    CONNECTING,
    /** {@code CONNECTED} has come. */
    CONNECTED,
    /** {@code DISCONNECT} was made; its receipt, and those asked for before, may still come. */
    DISCONNECTING
}
