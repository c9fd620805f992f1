package io.carrotmq.codecs.page;

import io.carrotmq.codec.Codecs;
import io.carrotmq.codec.CodecsConfigurer;

/** How an application configures its codecs. */
// tag::configurer
// named in META-INF/services/io.carrotmq.codec.CodecsConfigurer
public final class Formats implements CodecsConfigurer {
    @Override
    public void configure(Codecs.Builder codecs) {
        codecs.maxBytes(1 << 20).type("order.placed", Placed.class).type("order.paid", Paid.class);
    }
}
// end::configurer
