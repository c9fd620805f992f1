package io.carrotmq.codecs.page;

/** A body. */
public record Order(String id) {}
