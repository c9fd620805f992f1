package io.carrotmq.transport.stomp;

import io.carrotmq.stomp.frame.StompFrame;

/** A delivery that is not settled: the frame it came in, and the subscription it came by. */
record Unsettled(StompFrame message, Subscription by) {}
