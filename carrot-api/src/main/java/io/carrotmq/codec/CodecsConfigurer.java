package io.carrotmq.codec;

/**
 * Configures the codecs of an application whose {@link Codecs} are made by Carrot, for message-driven beans and injected
 * publishers and consumers. Found with {@link java.util.ServiceLoader} in the application's class loader; each is called
 * once, in any order.
 */
@FunctionalInterface
public interface CodecsConfigurer {
    /**
     * Changes what is not default.
     *
     * @param codecs what is being built
     */
    void configure(Codecs.Builder codecs);
}
