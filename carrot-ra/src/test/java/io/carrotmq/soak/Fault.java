package io.carrotmq.soak;

import io.carrotmq.testkit.FaultProxy;
import io.carrotmq.testkit.RabbitMq;

/** What goes wrong, and how it ends. */
enum Fault {
    CUT {
        @Override
        void begin(RabbitMq broker, FaultProxy proxy) {
            proxy.cut();
        }

        @Override
        void end(RabbitMq broker, FaultProxy proxy) {
            // new connections pass
        }
    },
    UNREACHABLE {
        @Override
        void begin(RabbitMq broker, FaultProxy proxy) {
            proxy.refuse();
        }

        @Override
        void end(RabbitMq broker, FaultProxy proxy) {
            proxy.heal();
        }
    },
    SILENT {
        @Override
        void begin(RabbitMq broker, FaultProxy proxy) {
            proxy.blackhole();
        }

        @Override
        void end(RabbitMq broker, FaultProxy proxy) {
            proxy.heal();
        }
    },
    FROZEN {
        @Override
        void begin(RabbitMq broker, FaultProxy proxy) {
            broker.freeze();
        }

        @Override
        void end(RabbitMq broker, FaultProxy proxy) {
            broker.thaw();
        }
    },
    OUT_OF_MEMORY {
        @Override
        void begin(RabbitMq broker, FaultProxy proxy) {
            broker.memoryAlarm(true);
        }

        @Override
        void end(RabbitMq broker, FaultProxy proxy) {
            broker.memoryAlarm(false);
        }
    },
    CLOSED_BY_OPERATOR {
        @Override
        void begin(RabbitMq broker, FaultProxy proxy) {
            broker.management().closeConnections("soak");
        }

        @Override
        void end(RabbitMq broker, FaultProxy proxy) {
            // new connections are welcome
        }
    },
    KILLED {
        @Override
        void begin(RabbitMq broker, FaultProxy proxy) {
            broker.kill();
        }

        @Override
        void end(RabbitMq broker, FaultProxy proxy) {
            broker.restart();
        }
    };

    abstract void begin(RabbitMq broker, FaultProxy proxy);

    abstract void end(RabbitMq broker, FaultProxy proxy);
}
