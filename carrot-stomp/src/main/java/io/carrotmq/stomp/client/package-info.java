/** Connections and clients: sockets, TLS, heart-beats, receipts, reconnection. */
package io.carrotmq.stomp.client;
