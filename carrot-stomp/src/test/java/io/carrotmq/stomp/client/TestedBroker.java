package io.carrotmq.stomp.client;

import java.net.URI;

/**
 * A broker, and where it differs from others.
 *
 * @param uri its address, with user and password
 * @param refused what it does with a persistent message that is refused
 * @param acknowledgesInTransactions whether it can acknowledge in a transaction
 */
record TestedBroker(URI uri, Refused refused, boolean acknowledgesInTransactions) {
    /** What becomes of a refused message. */
    enum Refused {
        COMES_AGAIN,
        GOES_TO_DEAD_LETTERS,
        IS_DROPPED
    }
}
