package io.carrotmq.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.Acknowledgement;
import io.carrotmq.Capability;
import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.Consumer;
import io.carrotmq.DeadLettering;
import io.carrotmq.Delivery;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.Publisher;
import io.carrotmq.Redelivery;
import io.carrotmq.SendOptions;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.UnsupportedException;
import io.carrotmq.codec.Codec;
import io.carrotmq.codec.Codecs;
import io.carrotmq.codec.Decoder;
import io.carrotmq.testkit.Await;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.Topology;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Where one test works: its connections, its queues and exchanges under names nobody else has, its threads. */
final class Bench implements AutoCloseable {
    /** How long what must happen may take. */
    static final Duration PATIENCE = Duration.ofSeconds(20);
    /** How long to look for what must not happen. */
    static final Duration A_MOMENT = Duration.ofMillis(300);

    static final Codec<String> TEXT = Codecs.of(Bench.class.getClassLoader()).codec("text/plain", String.class);
    static final Decoder<String> AS_TEXT =
            Codecs.of(Bench.class.getClassLoader()).decoder(String.class, "text/plain");

    private final TransportContract contract;
    private final BrokerView view;
    private final ConnectionFactory connections;
    private final Set<String> queues = new LinkedHashSet<>();
    private final Set<String> exchanges = new LinkedHashSet<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    Bench(TransportContract contract) {
        this.contract = contract;
        this.connections = ConnectionFactory.open(contract.uri());
        BrokerView outside = contract.view();
        this.view = outside == null ? new ViewThroughApi(connections, false) : outside;
    }

    ConnectionFactory connections() {
        return connections;
    }

    /** In which order two messages of a lasting queue come once the first was returned to it. */
    List<String> inOrderAfterReturning(String returned, String other) {
        return contract.returnsToTheBack() ? List.of(other, returned) : List.of(returned, other);
    }

    /** The same for a classic queue. */
    List<String> inOrderAfterReturningToClassic(String returned, String other) {
        return contract.returnsToTheBackOfClassic() ? List.of(other, returned) : List.of(returned, other);
    }

    boolean ordersAcrossQueues() {
        return contract.ordersAcrossQueues();
    }

    /** Another factory for the same broker, which shares no connection with the bench's; the caller closes it. */
    ConnectionFactory others() {
        return ConnectionFactory.open(contract.uri());
    }

    Connection connect() {
        return connections.connect();
    }

    void cut() {
        contract.cut();
    }

    void vanish() {
        contract.vanish();
    }

    void reappear() {
        contract.reappear();
    }

    int openConnections() {
        return contract.connections();
    }

    /** What the broker calls itself. */
    String product() {
        try (Connection connection = connect()) {
            return connection.broker().product();
        }
    }

    /** Who the bench's connections are authenticated as. */
    String user() {
        String given = URI.create(contract.uri()).getUserInfo();
        return given == null ? "guest" : given.substring(0, given.indexOf(':'));
    }

    boolean can(Capability capability) {
        return contract.expectedCapabilities().contains(capability);
    }

    /** A name nobody else has, for a queue and an exchange; both are deleted after the test. */
    String name(String role) {
        String name = role + "-" + UUID.randomUUID();
        queues.add(name);
        exchanges.add(name);
        return name;
    }

    /** A lasting queue whose messages fail; what is made for them is deleted after the test, too. */
    String failingQueue(Redelivery redelivery) {
        String queue = queue();
        queues.add(deadLetters(queue));
        for (int failures = 1; failures < Math.min(redelivery.maxAttempts(), 10); failures++) {
            queues.add(queue + ".retry." + redelivery.delay(failures).toMillis());
        }
        return queue;
    }

    static String deadLetters(String queue) {
        return queue + DeadLettering.SUFFIX;
    }

    /** Declares a lasting queue. */
    String queue() {
        return queue(QueueDeclaration.of(name("queue")));
    }

    String queue(QueueDeclaration queue) {
        declare(Topology.builder().queue(queue));
        return queue.name();
    }

    /** Has an exchange declared, past the transport if that cannot. */
    String exchange(ExchangeDeclaration exchange) {
        arrange(Topology.builder().exchange(exchange));
        return exchange.name();
    }

    /** Has a queue declared that is bound to an exchange, past the transport if that cannot. */
    String boundQueue(String exchange, String... keys) {
        String queue = name("bound");
        arrange(Topology.builder().queue(QueueDeclaration.of(queue)).bind(exchange, queue, keys));
        return queue;
    }

    /** Has something declared that the test needs and is not about, past the transport if that cannot. */
    void arrange(Topology.Builder topology) {
        if (view.declares()) {
            view.declare(topology.build());
        } else {
            declare(topology);
        }
    }

    /** Whether the bench sees and changes the broker past the transport, which may be a moment ahead or behind. */
    boolean looksPast() {
        return contract.view() != null;
    }

    /** Whether messages that were sent ahead to a consumer, and not taken, come again marked as redelivered. */
    boolean marksWhatWasSentAhead() {
        return contract.marksWhatWasSentAhead();
    }

    /** Whether messages that a consumer leaves unsettled come again marked as redelivered. */
    boolean marksWhatIsLeft() {
        return contract.marksWhatIsLeft();
    }

    /** Whether as many messages are sent ahead as the prefetch allows; some brokers send fewer. */
    boolean fillsPrefetch() {
        return contract.fillsPrefetch();
    }

    /** Whether a binding's pattern may have # before other words. */
    boolean matchesAnyPattern() {
        return contract.matchesAnyPattern();
    }

    /** Whether messages expire, and are counted no more, without anybody asking for them. */
    boolean expiresUnasked() {
        return contract.expiresUnasked();
    }

    /** Whether a queue can be deleted that is consumed from. */
    boolean deletesUnderConsumers() {
        return view.deletesUnderConsumers();
    }

    void deleteQueue(String queue) {
        view.deleteQueue(queue);
    }

    /** Deletes it without the bench's connections learning of that. */
    void deleteQueueFromElsewhere(String queue) {
        if (contract.view() != null) {
            view.deleteQueue(queue);
            return;
        }
        try (ConnectionFactory others = others()) {
            new ViewThroughApi(others, false).deleteQueue(queue);
        }
    }

    void deleteExchange(String exchange) {
        view.deleteExchange(exchange);
    }

    void declare(Topology.Builder topology) {
        try (Connection connection = connect()) {
            connection.declare(topology.build());
        }
    }

    Publisher<String> to(String queue) {
        return to("", queue);
    }

    /** To an exchange, or to a queue; mandatory as far as that can be. */
    Publisher<String> to(String exchange, String key) {
        return publisher(SendOptions.DEFAULT.exchange(exchange).routingKey(key).mandatory(mandatory(exchange)));
    }

    /** Whether a message for that exchange may ask to be told if no queue takes it. */
    boolean mandatory(String exchange) {
        return can(Capability.MANDATORY) || exchange.isEmpty();
    }

    /** Whether the broker makes a queue that is sent to or consumed from. */
    boolean makesQueues() {
        return contract.makesQueues();
    }

    /** Whether the broker makes an exchange that is sent to. */
    boolean makesExchanges() {
        return contract.makesExchanges();
    }

    /** Whether a message that the broker refuses fails alone, and not with others of its channel. */
    boolean refusesAlone() {
        return contract.refusesAlone();
    }

    /** How long the value of a header may be that leaves hardly any room. */
    int largestHeader() {
        return contract.largestHeader();
    }

    /** Whether the headers of a message may be larger than 128 KiB. */
    boolean takesLargeHeaders() {
        return contract.takesLargeHeaders();
    }

    /** What arrives of what was said of a message. */
    Properties arriving(Properties sent) {
        return contract.arriving(sent);
    }

    /** Whether a topology can be verified. */
    boolean verifies() {
        return contract.verifies();
    }

    /** Whether messages can be routed by exchanges, whoever declares them. */
    boolean routes() {
        return can(Capability.EXCHANGES) && can(Capability.BINDINGS) || view.declares();
    }

    Publisher<String> publisher(SendOptions options) {
        return Publisher.of(connections, TEXT, options);
    }

    void send(String queue, String... bodies) {
        assertThat(to(queue).sendAll(List.of(bodies))).hasSize(bodies.length);
    }

    /** Sends as soon as the queue takes it: one that is being deleted, or has only just been declared, refuses. */
    void sendToFresh(String queue, String body) {
        Await.until("the queue to take a message", PATIENCE, () -> {
            send(queue, body);
            return true;
        });
    }

    Consumer<String> consumer(String queue) {
        return consumer(queue, SubscribeOptions.DEFAULT);
    }

    Consumer<String> consumer(String queue, SubscribeOptions options) {
        return Consumer.of(connections, queue, AS_TEXT, options);
    }

    OutgoingMessage message(String exchange, String key, String body) {
        return message(exchange, key, Properties.builder(), body);
    }

    OutgoingMessage message(String exchange, String key, Properties.Builder properties, String body) {
        return new OutgoingMessage(
                exchange,
                key,
                mandatory(exchange),
                properties
                        .persistent(true)
                        .priority(0)
                        .contentType("text/plain")
                        .build(),
                body.getBytes(StandardCharsets.UTF_8));
    }

    static String text(Delivery<byte[]> delivery) {
        return new String(delivery.content(), StandardCharsets.UTF_8);
    }

    /** The next message, which must come. */
    static <T> Delivery<T> next(Consumer<T> consumer) throws InterruptedException {
        return consumer.receive(PATIENCE).orElseThrow(() -> new AssertionError("no message came in " + PATIENCE));
    }

    /** The next messages, acknowledged. */
    static List<String> take(Consumer<String> consumer, int count) throws InterruptedException {
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Delivery<String> delivery = next(consumer);
            bodies.add(delivery.body());
            delivery.ack();
        }
        return bodies;
    }

    /** Everything in the queue, removed. */
    List<String> drain(String queue) {
        List<String> bodies = new ArrayList<>();
        try (Connection connection = connect()) {
            Optional<Delivery<byte[]>> delivery =
                    connection.fetch(queue, SubscribeOptions.DEFAULT.acknowledgement(Acknowledgement.NONE));
            while (delivery.isPresent()) {
                bodies.add(text(delivery.get()));
                delivery = connection.fetch(queue, SubscribeOptions.DEFAULT.acknowledgement(Acknowledgement.NONE));
            }
        }
        return bodies;
    }

    /** The same for many messages, which come faster where they are sent ahead. */
    List<String> drainPushed(String queue) throws InterruptedException {
        List<String> bodies = new ArrayList<>();
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (Consumer<String> consumer = consumer(queue, SubscribeOptions.DEFAULT.prefetch(500))) {
            while (System.nanoTime() < end) {
                Optional<Delivery<String>> delivery = consumer.receive(A_MOMENT);
                if (delivery.isPresent()) {
                    bodies.add(delivery.get().body());
                    delivery.get().ack();
                } else if (count(queue).orElse(0) == 0) {
                    return bodies;
                }
            }
        }
        throw new AssertionError("the queue is not empty after " + PATIENCE + ", " + bodies.size() + " messages came");
    }

    OptionalLong count(String queue) {
        return view.count(queue);
    }

    boolean exists(String queue) {
        return view.exists(queue);
    }

    void awaitCount(String queue, long count) {
        Await.value(
                "messages in the queue", PATIENCE, () -> count(queue), found -> found.equals(OptionalLong.of(count)));
    }

    /** What the broker counts for that many messages that wait, and that many that were handed out. */
    long counted(long waiting, long unsettled) {
        return waiting + (contract.countsUnsettled() ? unsettled : 0);
    }

    /** Waits for a count of messages in the queue beside those that were handed out and are not settled. */
    void awaitWaiting(String queue, long waiting, long unsettled) {
        awaitCount(queue, counted(waiting, unsettled));
    }

    /** One message, fetched as soon as it is there, and left to the caller to settle. */
    static Delivery<byte[]> fetched(Connection connection, String queue) {
        return Await.value("a message in the queue", PATIENCE, () -> connection.fetch(queue), Optional::isPresent)
                .orElseThrow();
    }

    /** Runs something on a thread that ends before the test does. */
    <T> Future<T> inBackground(Callable<T> work) {
        return threads.submit(work);
    }

    static <T> T result(Future<T> work) throws Exception {
        return work.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** What the broker lacks is refused, named and numbered, and the connection that asked for it goes on working. */
    void refuses(Capability capability, java.util.function.Consumer<Connection> request) {
        refusesOneOf(List.of(capability), request);
    }

    /** Where a request takes several things, the first that the broker lacks is named. */
    void refusesOneOf(List<Capability> capabilities, java.util.function.Consumer<Connection> request) {
        List<Capability> lacking =
                capabilities.stream().filter(each -> !can(each)).toList();
        assertThat(lacking).isNotEmpty();
        String queue = name("works");
        try (Connection connection = connect()) {
            assertThatThrownBy(() -> request.accept(connection))
                    .isInstanceOfSatisfying(UnsupportedException.class, refusal -> {
                        assertThat(refusal.capability()).isIn(lacking);
                        assertThat(refusal.code()).matches("CARROT-\\d{4}");
                        assertThat(refusal)
                                .hasMessageStartingWith(refusal.code())
                                .hasMessageContaining(product());
                    });
            connection.declare(
                    Topology.builder().queue(QueueDeclaration.of(queue)).build());
            assertThat(connection.publish(message("", queue, "works")).confirmed())
                    .isTrue();
            Delivery<byte[]> delivery = fetched(connection, queue);
            assertThat(text(delivery)).isEqualTo("works");
            delivery.ack();
        }
    }

    /** Exchanges and bindings are refused where the transport cannot declare them. */
    void refusesTopology(Topology.Builder topology, Capability... capabilities) {
        refusesOneOf(List.of(capabilities), connection -> connection.declare(topology.build()));
    }

    /** Where nobody can route by exchanges, declaring one and sending to one are both refused. */
    void refusesExchanges() {
        String exchange = name("refused");
        refusesTopology(Topology.builder().exchange(ExchangeDeclaration.direct(exchange)), Capability.EXCHANGES);
        refuses(Capability.EXCHANGES, connection -> connection.publish(message(exchange, "key", "hello")));
    }

    /** A queue the broker lacks the means for is refused, and not declared without them. */
    void refusesQueue(Capability capability, QueueDeclaration queue) {
        refuses(
                capability,
                connection -> connection.declare(Topology.builder().queue(queue).build()));
        assertThat(exists(queue.name())).isFalse();
    }

    @Override
    public void close() {
        connections.close();
        threads.shutdownNow();
        Await.until("the test's threads to end", PATIENCE, threads::isTerminated);
        if (contract.view() != null) {
            clear(view);
            return;
        }
        try (ConnectionFactory others = others()) {
            clear(new ViewThroughApi(others, false));
        }
    }

    private void clear(BrokerView with) {
        queues.forEach(name -> Await.until("queue " + name + " to be deleted", PATIENCE, () -> {
            with.deleteQueue(name);
            return true;
        }));
        exchanges.forEach(with::deleteExchange);
    }
}
