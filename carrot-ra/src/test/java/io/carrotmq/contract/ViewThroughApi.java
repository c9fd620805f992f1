package io.carrotmq.contract;

import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.topology.Topology;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * The view an application has, through connections of a factory.
 *
 * @param declares whether they can do what those under test cannot
 * @param existing how to look whether a queue exists; null for asking as an application would
 */
record ViewThroughApi(ConnectionFactory connections, boolean declares, Predicate<String> existing)
        implements BrokerView {

    ViewThroughApi(ConnectionFactory connections, boolean declares) {
        this(connections, declares, null);
    }

    /** The same with another way to look whether a queue exists. */
    ViewThroughApi existing(Predicate<String> queues) {
        return new ViewThroughApi(connections, declares, queues);
    }

    @Override
    public boolean exists(String queue) {
        return existing == null ? count(queue).isPresent() : existing.test(queue);
    }

    @Override
    public OptionalLong count(String queue) {
        try (Connection connection = connections.connect()) {
            return connection.messageCount(queue);
        }
    }

    @Override
    public void deleteQueue(String queue) {
        try (Connection connection = connections.connect()) {
            connection.deleteQueue(queue);
        }
    }

    @Override
    public void deleteExchange(String exchange) {
        try (Connection connection = connections.connect()) {
            connection.deleteExchange(exchange);
        }
    }

    @Override
    public void declare(Topology topology) {
        try (Connection connection = connections.connect()) {
            connection.declare(topology);
        }
    }
}
