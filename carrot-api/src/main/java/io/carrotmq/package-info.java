/**
 * Carrot's application API: publish to and consume from a message broker.
 *
 * <p>An application obtains a {@link io.carrotmq.ConnectionFactory} from JNDI, by injection or, in Java SE, from
 * {@link io.carrotmq.ConnectionFactory#open(String)}, and works with typed {@link io.carrotmq.Publisher publishers} and
 * {@link io.carrotmq.Consumer consumers}. Message-driven beans implement {@link io.carrotmq.CarrotListener} or {@link
 * io.carrotmq.CarrotMessageListener}. Nothing here depends on a broker client; only bytes and {@link
 * io.carrotmq.Properties} cross to the resource adapter.
 */
package io.carrotmq;
