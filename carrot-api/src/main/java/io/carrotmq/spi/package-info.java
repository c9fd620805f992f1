/**
 * What a resource adapter implements so that {@link io.carrotmq.ConnectionFactory#open(String)} finds it in Java SE, and what
 * it shares with those who call handlers: {@link io.carrotmq.spi.DeliveryScope}. Not for applications.
 */
package io.carrotmq.spi;
