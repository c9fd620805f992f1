/**
 * Brokers and faults for tests: {@link io.carrotmq.testkit.RabbitMq}, a real RabbitMQ; {@link
 * io.carrotmq.testkit.EmbeddedQpid}, an AMQP 0-9-1 broker inside the JVM; {@link io.carrotmq.testkit.FaultProxy}, a
 * network that breaks on request. {@link io.carrotmq.testkit.WithBroker} hands them to JUnit tests.
 *
 * <p>The public types are stable within a minor version. A broker that cannot be had is a failure, never a skipped test.
 */
package io.carrotmq.testkit;
