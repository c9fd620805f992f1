package io.carrotmq.benchmarks;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/** Has JMH count what the clients allocate for a message. */
final class Footprints {
    private final URI broker;
    private final Jmh jmh;

    Footprints(URI broker, Jmh jmh) {
        this.broker = broker;
        this.jmh = jmh;
    }

    List<Footprint> measure(List<String> clients) throws RunnerException {
        List<Footprint> footprints = new ArrayList<>();
        for (int client = 0; client < clients.size(); client++) {
            double sent = bytes("send", client);
            double both = bytes("sendAndTake", client);
            footprints.add(new Footprint(clients.get(client), Math.round(sent), Math.round(both - sent)));
        }
        return footprints;
    }

    private double bytes(String method, int client) throws RunnerException {
        System.setProperty(FootprintBenchmark.URI_PROPERTY, broker.toString());
        String address = "-D" + FootprintBenchmark.URI_PROPERTY + "=" + broker;
        return jmh.run(FootprintBenchmark.class, method, "client", client, address)
                .bytes();
    }
}
