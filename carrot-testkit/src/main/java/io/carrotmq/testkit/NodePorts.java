package io.carrotmq.testkit;

import java.util.List;

/** The ports of one RabbitMQ node. */
record NodePorts(int amqp, int management, int distribution, int epmd, int stomp, int stompTls) {

    static NodePorts free() {
        List<Integer> ports = FreePorts.pick(6);
        return new NodePorts(ports.get(0), ports.get(1), ports.get(2), ports.get(3), ports.get(4), ports.get(5));
    }
}
