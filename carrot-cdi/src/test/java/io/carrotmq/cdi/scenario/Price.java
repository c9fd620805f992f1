package io.carrotmq.cdi.scenario;

/** A body that goes as CSV. */
public record Price(String article, long cents) {}
