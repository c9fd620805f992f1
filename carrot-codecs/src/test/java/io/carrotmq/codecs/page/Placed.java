package io.carrotmq.codecs.page;

/** An order has been placed. */
public record Placed(String order) implements OrderEvent {}
