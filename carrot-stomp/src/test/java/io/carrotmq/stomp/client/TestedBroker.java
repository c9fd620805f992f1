package io.carrotmq.stomp.client;

import java.net.URI;

/**
 * A broker, and where it differs from others.
 *
 * @param uri its address, with user and password
 * @param deadLetters where it moves a persistent message that is refused; null if it gives it again
 */
record TestedBroker(URI uri, String deadLetters) {}
