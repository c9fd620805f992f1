package io.carrotmq.codecs.page;

/** What happens to orders. */
// tag::types
public sealed interface OrderEvent permits Placed, Paid {}
// end::types
