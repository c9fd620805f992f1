package io.carrotmq.stomp.command;

import io.carrotmq.stomp.frame.StompFrame;
import io.carrotmq.stomp.frame.StompVersion;

/**
 * What a server says in {@code CONNECTED}.
 *
 * @param version the version it has chosen; 1.0 if it names none
 * @param server its name and version, such as {@code RabbitMQ/4.3.6}; null if it does not tell
 * @param session its name for the session; null if it does not tell
 * @param heartBeat what it offers and wants
 * @param frame the frame itself
 */
public record Connected(StompVersion version, String server, String session, HeartBeat heartBeat, StompFrame frame) {}
