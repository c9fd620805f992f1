package io.carrotmq.codecs.page;

/** An order has been paid. */
public record Paid(String order, int cents) implements OrderEvent {}
