/**
 * Injection of Carrot's publishers and consumers: the annotations an application writes.
 *
 * <p>A {@link io.carrotmq.Publisher} is injected with {@link io.carrotmq.cdi.Exchange}, {@link
 * io.carrotmq.cdi.RoutingKey} or both, a {@link io.carrotmq.Consumer} with {@link io.carrotmq.cdi.Queue}, a {@link
 * io.carrotmq.Messaging} with those of both, a {@link io.carrotmq.ConsumerSet} without any. An encoder
 * qualifier, {@link io.carrotmq.cdi.Json} unless another is given, says how bodies become bytes. A {@link
 * io.carrotmq.ConnectionFactory} is injected without qualifier: the application's own bean of that type, else the one
 * in JNDI, by the name in {@code carrot.connection-factory} if that is set. Only where there is no JNDI, that is outside
 * a container, one is opened for the address in {@code carrot.uri}. Where there are several brokers, {@link
 * io.carrotmq.cdi.Broker} names the one. What happens at them is fired as CDI events of {@code io.carrotmq.event}.
 */
package io.carrotmq.cdi;
