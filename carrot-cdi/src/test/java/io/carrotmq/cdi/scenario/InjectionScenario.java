package io.carrotmq.cdi.scenario;

import io.carrotmq.Consumer;
import io.carrotmq.ConsumerSet;
import io.carrotmq.Delivery;
import io.carrotmq.Messaging;
import io.carrotmq.Publisher;
import io.carrotmq.Receipt;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.cdi.Bytes;
import io.carrotmq.cdi.Exchange;
import io.carrotmq.cdi.Queue;
import io.carrotmq.cdi.RoutingKey;
import io.carrotmq.cdi.Text;
import io.carrotmq.codec.Codecs;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Sends and receives through whatever was injected; the same in Java SE and in a server. The queues of {@link #QUEUES}
 * exist before it runs. A failed expectation is an {@link AssertionError}.
 */
@Dependent
public class InjectionScenario {
    /** The queues that the scenario uses through the default exchange. */
    public static final List<String> QUEUES = List.of(
            "injection.json",
            "injection.list",
            "injection.text",
            "injection.bytes",
            "injection.csv",
            "injection.both",
            "injection.set");

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject
    @RoutingKey("injection.json")
    Publisher<Order> orders;

    @Inject
    @Queue("injection.json")
    Consumer<Order> orderInbox;

    @Inject
    @Exchange("")
    @RoutingKey("injection.list")
    Publisher<List<Order>> orderLists;

    @Inject
    @Queue("injection.list")
    Consumer<List<Order>> orderListInbox;

    @Inject
    @Text
    @RoutingKey("injection.text")
    Publisher<String> texts;

    @Inject
    @Text
    @Queue("injection.text")
    Consumer<String> textInbox;

    @Inject
    @Bytes
    @RoutingKey("injection.bytes")
    Publisher<byte[]> bytes;

    @Inject
    @Queue("injection.bytes")
    Consumer<byte[]> byteInbox;

    @Inject
    @Csv
    @RoutingKey("injection.csv")
    Publisher<Price> prices;

    @Inject
    @Csv
    @Queue("injection.csv")
    Consumer<Price> priceInbox;

    @Inject
    @RoutingKey("injection.both")
    @Queue("injection.both")
    Messaging<Order> both;

    @Inject
    ConsumerSet set;

    @Inject
    @Any
    Instance<Publisher<Order>> anywhere;

    /** Runs every round trip. */
    public void run() throws InterruptedException {
        sendsAndReceivesJson();
        sendsAndReceivesLists();
        sendsAndReceivesText();
        sendsAndReceivesBytes();
        sendsAndReceivesWithOwnEncoding();
        carriesHeaders();
        sendsAndReceivesThroughOne();
        receivesFromASet();
    }

    public void sendsAndReceivesJson() throws InterruptedException {
        Order order = new Order("é-1", List.of("pen", "ink"));
        expect("receipt", true, orders.send(order).confirmed());
        Delivery<Order> delivery = next(orderInbox);
        expect("body", order, delivery.body());
        expect("content type", "application/json", delivery.properties().contentType());
        expect("content encoding", "utf-8", delivery.properties().contentEncoding());
        expect("persistent", true, delivery.properties().persistent());
        expect("routing key", "injection.json", delivery.envelope().routingKey());
        delivery.ack();
    }

    public void sendsAndReceivesLists() throws InterruptedException {
        List<Order> sent = List.of(new Order("1", List.of()), new Order("2", List.of("pen")));
        orderLists.send(sent);
        Delivery<List<Order>> delivery = next(orderListInbox);
        expect("body", sent, delivery.body());
        delivery.ack();
    }

    public void sendsAndReceivesText() throws InterruptedException {
        List<Receipt> receipts = texts.sendAll(List.of("grüße", "𝄞"));
        expect("receipts", 2, receipts.size());
        for (String sent : List.of("grüße", "𝄞")) {
            Delivery<String> delivery = next(textInbox);
            expect("body", sent, delivery.body());
            expect("content type", "text/plain", delivery.properties().contentType());
            delivery.ack();
        }
    }

    public void sendsAndReceivesBytes() throws InterruptedException {
        byte[] sent = {0, 1, -1, 127, -128};
        bytes.send(sent);
        Delivery<byte[]> delivery = next(byteInbox);
        expect("body", List.of(0, 1, -1, 127, -128), list(delivery.body()));
        expect("content type", "application/data", delivery.properties().contentType());
        delivery.ack();
    }

    private static List<Integer> list(byte[] array) {
        Integer[] boxed = new Integer[array.length];
        for (int i = 0; i < array.length; i++) {
            boxed[i] = (int) array[i];
        }
        return List.of(boxed);
    }

    public void sendsAndReceivesWithOwnEncoding() throws InterruptedException {
        Price price = new Price("pen", 250);
        prices.send(price);
        Delivery<Price> delivery = next(priceInbox);
        expect("body", price, delivery.body());
        expect("content", "pen,250", new String(delivery.content(), StandardCharsets.UTF_8));
        expect("content type", "text/csv", delivery.properties().contentType());
        delivery.ack();
    }

    public void carriesHeaders() throws InterruptedException {
        texts.with(options -> options.header("tenant", "acme")).send("with header");
        Delivery<String> delivery = next(textInbox);
        expect("headers", Map.of("tenant", "acme"), delivery.properties().headers());
        delivery.ack();
    }

    public void sendsAndReceivesThroughOne() throws InterruptedException {
        Order order = new Order("both", List.of("pen"));
        expect("receipt", true, both.send(order).confirmed());
        Delivery<Order> delivery = next(both.consumer());
        expect("body", order, delivery.body());
        delivery.ack();
    }

    /** Sent through publishers whose place is chosen at run time. */
    public void receivesFromASet() throws InterruptedException {
        Codecs codecs = Codecs.of(InjectionScenario.class.getClassLoader());
        set.add("injection.set", codecs.decoder(Order.class), SubscribeOptions.DEFAULT);
        Order order = new Order("set", List.of("ink"));
        Publisher<Order> publisher =
                anywhere.select(RoutingKey.Literal.of("injection.set")).get();
        publisher.send(order);
        Delivery<?> delivery =
                set.receive(PATIENCE).orElseThrow(() -> new AssertionError("no message came within " + PATIENCE));
        expect("body", order, delivery.body());
        expect("queue", "injection.set", delivery.envelope().queue());
        delivery.ack();
        anywhere.destroy(publisher);
    }

    private static <T> Delivery<T> next(Consumer<T> inbox) throws InterruptedException {
        return inbox.receive(PATIENCE)
                .orElseThrow(() -> new AssertionError("no message came within " + PATIENCE + " from " + inbox));
    }

    private static void expect(String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new AssertionError(what + ": expected <" + expected + "> and got <" + actual + ">");
        }
    }
}
