package io.carrotmq.testkit;

import org.testcontainers.DockerClientFactory;

/** RabbitMQ in a container, where Testcontainers is on the class path and a Docker engine answers. */
final class DockerRabbit implements RabbitSource {

    private final RabbitVersion version;

    DockerRabbit(RabbitVersion version) {
        this.version = version;
    }

    @Override
    public String name() {
        return "docker";
    }

    @Override
    public RabbitNode start() throws Unavailable {
        try {
            if (!DockerClientFactory.instance().isDockerAvailable()) {
                throw new Unavailable("no Docker engine answers");
            }
        } catch (NoClassDefFoundError missing) {
            throw new Unavailable("org.testcontainers:testcontainers-rabbitmq is not on the class path");
        }
        return RabbitContainer.start(version.image());
    }
}
