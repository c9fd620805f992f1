package io.carrotmq.example.it.relay;

/** What is relayed. */
public record Item(String id) {}
