package io.carrotmq.benchmarks;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One broker with a durable queue, and all clients connected to it. */
final class Bench implements AutoCloseable {
    /** What the processors have run before, and the clients' first sends, say nothing. */
    private static final int WARM_UP_ROUNDS = 2;

    private final String broker;
    private final Connection connection;
    private final Channel channel;
    private final String queue;
    private final List<Client> clients;

    /** How clients connect to a queue. */
    private interface Connecting {
        List<Client> to(String queue) throws Exception;
    }

    /** Carrot beside other clients. */
    Bench(String broker, URI uri, boolean peers) throws Exception {
        this(broker, uri, queue -> {
            List<Client> clients =
                    new ArrayList<>(List.of(new CarrotClient("Carrot", uri, queue), new RawClient(uri, queue)));
            if (peers) {
                clients.add(new SpringClient(uri, queue));
            }
            return clients;
        });
    }

    /** Carrot by one protocol beside Carrot by another, at one broker. */
    static Bench ofProtocols(String broker, URI amqp, URI stomp) throws Exception {
        return new Bench(
                broker,
                amqp,
                queue -> List.of(new CarrotClient("STOMP", stomp, queue), new CarrotClient("AMQP", amqp, queue)));
    }

    private Bench(String broker, URI uri, Connecting clients) throws Exception {
        this.broker = broker;
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(uri);
        connection = factory.newConnection("preparation");
        channel = connection.createChannel();
        channel.confirmSelect();
        queue = "benchmark-" + UUID.randomUUID();
        channel.queueDeclare(queue, true, false, false, Map.of());
        this.clients = clients.to(queue);
    }

    /** Measures each client in each round, in another order each time. */
    Row measure(Case of, int size, int rounds, Bounds bounds) throws Exception {
        byte[] body = new byte[size];
        List<List<Measurement>> measured = new ArrayList<>();
        clients.forEach(client -> measured.add(new ArrayList<>()));
        for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
            for (int i = 0; i < clients.size(); i++) {
                int turn = Math.floorMod(i + round, clients.size());
                Measurement one = once(of, clients.get(turn), body, bounds);
                if (round >= 0) {
                    measured.get(turn).add(one);
                }
            }
        }
        return new Row(broker, of, size, clientNames(), measured);
    }

    private Measurement once(Case of, Client client, byte[] body, Bounds bounds) throws Exception {
        if (of == Case.CONSUME) {
            preload(body, bounds.preloaded(body.length));
        }
        try {
            return of.measure(client, body, bounds);
        } finally {
            purge();
        }
    }

    private void preload(byte[] body, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            channel.basicPublish("", queue, MessageProperties.PERSISTENT_BASIC, body);
            if (i % 2000 == 0) {
                channel.waitForConfirmsOrDie(30_000);
            }
        }
        channel.waitForConfirmsOrDie(30_000);
    }

    List<Client> clients() {
        return clients;
    }

    List<String> clientNames() {
        return clients.stream().map(Client::name).toList();
    }

    void purge() throws IOException {
        channel.queuePurge(queue);
    }

    @Override
    public void close() throws IOException {
        for (Client client : clients) {
            client.close();
        }
        channel.queueDelete(queue);
        connection.close();
    }
}
