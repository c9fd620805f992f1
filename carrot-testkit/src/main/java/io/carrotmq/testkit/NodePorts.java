package io.carrotmq.testkit;

import java.util.List;

/** The ports of one RabbitMQ node. */
record NodePorts(int amqp, int management, int distribution, int epmd) {

    static NodePorts free() {
        List<Integer> ports = FreePorts.pick(4);
        return new NodePorts(ports.get(0), ports.get(1), ports.get(2), ports.get(3));
    }
}
