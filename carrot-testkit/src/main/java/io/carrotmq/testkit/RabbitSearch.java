package io.carrotmq.testkit;

import io.carrotmq.testkit.RabbitSource.Unavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds a way to run RabbitMQ: the first one this machine offers. */
final class RabbitSearch {

    private final RabbitVersion version;
    private final List<RabbitSource> sources;
    private final String forced;

    /** @param forced the name of the one source to use, or null to try them in turn */
    RabbitSearch(RabbitVersion version, List<RabbitSource> sources, String forced) {
        this.version = version;
        this.sources = sources;
        this.forced = forced;
    }

    static RabbitSearch onThisMachine(RabbitVersion version) {
        Map<String, String> environment = System.getenv();
        return new RabbitSearch(
                version,
                List.of(
                        new ForeignRabbit.Source(version, environment),
                        new InstalledRabbit(version, environment),
                        new DockerRabbit(version),
                        new DebianRabbit(version, environment)),
                System.getProperty(version.sourceProperty(), environment.get(version.sourceVariable())));
    }

    /** @throws IllegalStateException telling what was tried, and what to do */
    RabbitNode start() {
        List<Unavailable> reasons = new ArrayList<>();
        StringBuilder tried = new StringBuilder();
        for (RabbitSource source : candidates()) {
            try {
                return source.start();
            } catch (Unavailable unavailable) {
                reasons.add(unavailable);
                tried.append("\n  ").append(source.name()).append(": ").append(unavailable.getMessage());
            }
        }
        IllegalStateException failure = new IllegalStateException("No RabbitMQ " + version.number()
                + " for tests; tried" + tried
                + "\nRun one and set " + version.uriVariable() + "=amqp://user:password@host:port/vhost, or install"
                + " rabbitmq-server " + version.number()
                + ", or start a Docker engine, or test on Debian with access to its archive");
        reasons.forEach(failure::addSuppressed);
        throw failure;
    }

    private List<RabbitSource> candidates() {
        if (forced == null || forced.isBlank()) {
            return sources;
        }
        List<RabbitSource> matching =
                sources.stream().filter(source -> source.name().equals(forced)).toList();
        if (matching.isEmpty()) {
            throw new IllegalStateException(
                    "There is no source '" + forced + "' of RabbitMQ (" + version.sourceProperty()
                            + ", " + version.sourceVariable() + "); expected one of "
                            + sources.stream().map(RabbitSource::name).toList());
        }
        return matching;
    }
}
