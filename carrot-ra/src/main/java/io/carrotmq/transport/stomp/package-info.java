/** Brokers that speak STOMP. Only this package and {@code config} know the STOMP library; no other knows the dialects. */
package io.carrotmq.transport.stomp;
