/**
 * STOMP 1.0, 1.1 and 1.2, in layers that can each be used alone: {@code frame} turns bytes into frames and back, {@code
 * command} makes and checks them, {@code session} knows what may follow what, {@code failover} says where to connect next
 * and when, and {@code client} has sockets. Each layer knows those before it, and needs nothing but the JDK.
 */
package io.carrotmq.stomp;
