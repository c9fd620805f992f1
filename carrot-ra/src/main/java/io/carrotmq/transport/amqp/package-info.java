/** AMQP 0-9-1 over the RabbitMQ Java client: the one package that knows that client. Internal: may change at any time. */
package io.carrotmq.transport.amqp;
