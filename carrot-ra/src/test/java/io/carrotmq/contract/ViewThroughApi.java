package io.carrotmq.contract;

import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import java.util.OptionalLong;

/** The view an application has, through connections of a factory. */
record ViewThroughApi(ConnectionFactory connections) implements BrokerView {

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
}
