package io.carrotmq.stomp.client;

import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.StompProcess;
import java.net.URI;

/** A broker with a persistent store, as a process that can be killed and frozen. */
interface TroubledBroker extends AutoCloseable {
    /** Which one. */
    enum Product {
        RABBITMQ,
        ACTIVEMQ,
        ARTEMIS;

        TroubledBroker start() {
            return switch (this) {
                case RABBITMQ -> rabbitMq(RabbitMq.start());
                case ACTIVEMQ -> of(StompProcess.activeMq());
                case ARTEMIS -> of(StompProcess.artemis());
            };
        }
    }

    URI uri();

    long messages(String queue);

    void kill();

    void restart();

    void freeze();

    void thaw();

    @Override
    void close();

    private static TroubledBroker of(StompProcess process) {
        return new TroubledBroker() {
            @Override
            public URI uri() {
                return process.uri();
            }

            @Override
            public long messages(String queue) {
                return process.messages(queue);
            }

            @Override
            public void kill() {
                process.kill();
            }

            @Override
            public void restart() {
                process.restart();
            }

            @Override
            public void freeze() {
                process.freeze();
            }

            @Override
            public void thaw() {
                process.thaw();
            }

            @Override
            public void close() {
                process.close();
            }
        };
    }

    private static TroubledBroker rabbitMq(RabbitMq node) {
        return new TroubledBroker() {
            @Override
            public URI uri() {
                return node.stompUri();
            }

            @Override
            public long messages(String queue) {
                return node.management().messages(queue);
            }

            @Override
            public void kill() {
                node.kill();
            }

            @Override
            public void restart() {
                node.restart();
            }

            @Override
            public void freeze() {
                node.freeze();
            }

            @Override
            public void thaw() {
                node.thaw();
            }

            @Override
            public void close() {
                node.close();
            }
        };
    }
}
