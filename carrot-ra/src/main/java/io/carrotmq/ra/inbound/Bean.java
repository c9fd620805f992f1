package io.carrotmq.ra.inbound;

import jakarta.resource.spi.endpoint.MessageEndpointFactory;

/** A message-driven bean as its endpoint sees it. */
record Bean(MessageEndpointFactory factory, Listener listener, Transactions transactions) {
    HeldEndpoint hold() {
        return new HeldEndpoint(factory, listener, transactions);
    }
}
