/**
 * What happens at a broker and to consumers, told as it happens.
 *
 * <p>{@link io.carrotmq.ConnectionFactory#observe} tells {@link io.carrotmq.event.BrokerEvent}s,
 * {@link io.carrotmq.Consumer#onChange} tells {@link io.carrotmq.event.ConsumerEvent}s; with carrot-cdi all of them are CDI
 * events. They are immutable values; no body is in any of them.
 */
package io.carrotmq.event;
