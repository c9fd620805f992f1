/**
 * An AMQP 0-9-1 broker inside the JVM, reached by {@code memory:name}, for tests in place of RabbitMQ, whose behaviour and
 * texts it follows. {@link io.carrotmq.transport.memory.MemoryBroker} simulates trouble; everything else is internal and
 * may change at any time.
 */
package io.carrotmq.transport.memory;
