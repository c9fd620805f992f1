package io.carrotmq.benchmarks;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One broker with a durable queue, and the same content sent and taken by each codec in turn. */
final class CodingBench implements AutoCloseable {
    private static final int WARM_UP_ROUNDS = 3;

    private final String broker;
    private final Connection connection;
    private final Channel channel;
    private final String queue = "benchmark-codings-" + UUID.randomUUID();
    private final int size;
    private final List<CodingClient<?>> clients = new ArrayList<>();

    CodingBench(String broker, URI uri) throws Exception {
        List<Coding<?>> codings = Coding.all(); // first: without a codec's library nothing is to be left open
        this.broker = broker;
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(uri);
        connection = factory.newConnection("preparation");
        channel = connection.createChannel();
        channel.queueDeclare(queue, true, false, false, Map.of());
        size = codings.get(0).encoded().length;
        codings.forEach(coding -> clients.add(new CodingClient<>(coding, uri, queue)));
    }

    /** Measures each codec in each round, in another order each time: what is sent, and what of it is taken. */
    List<Row> measure(int rounds, Bounds bounds) throws Exception {
        List<List<Measurement>> sent = new ArrayList<>();
        List<List<Measurement>> taken = new ArrayList<>();
        clients.forEach(client -> {
            sent.add(new ArrayList<>());
            taken.add(new ArrayList<>());
        });
        for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
            for (int i = 0; i < clients.size(); i++) {
                int turn = Math.floorMod(i + round, clients.size());
                Measurement out = send(clients.get(turn), bounds);
                Measurement in = take(clients.get(turn));
                if (round >= 0) {
                    sent.get(turn).add(out);
                    taken.get(turn).add(in);
                }
            }
        }
        List<String> names = clients.stream().map(CodingClient::name).toList();
        return List.of(
                new Row(broker, Case.WINDOW, size, names, sent), new Row(broker, Case.CONSUME, size, names, taken));
    }

    private Measurement send(CodingClient<?> client, Bounds bounds) throws InterruptedException {
        Budget budget = bounds.start(size);
        client.pipeline(Case.WINDOW_SIZE, budget::take);
        return budget.measured();
    }

    /** Takes all that was sent. */
    private Measurement take(CodingClient<?> client) throws Exception {
        int count = channel.queueDeclarePassive(queue).getMessageCount();
        long cpu = Measurement.cpuNanos();
        long nanos = client.consume(Case.PREFETCH, count);
        return Measurement.of(count, nanos, Measurement.cpuNanos() - cpu);
    }

    @Override
    public void close() throws IOException {
        clients.forEach(CodingClient::close);
        channel.queueDelete(queue);
        connection.close();
    }
}
