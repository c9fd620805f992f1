package io.carrotmq.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.Receipt;
import io.carrotmq.cdi.scenario.Counted;
import io.carrotmq.cdi.scenario.Csv;
import io.carrotmq.cdi.scenario.Order;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is wrong with declarative publishers is said at deployment, with a number and the method's name. */
class ClientProblemsTest {
    private static final String HERE = ClientProblemsTest.class.getName();

    private static AbstractStringAssert<?> problem(Class<?>... beans) {
        DeploymentException failed = Containers.problem(beans);
        assertThat(failed).as("the deployment was accepted").isNotNull();
        return assertThat(failed.getMessage())
                .doesNotContain("WELD-001408")
                .doesNotContain("WELD-001409")
                .doesNotContain("right(");
    }

    @AfterEach
    void clear() {
        System.clearProperty("carrot.clients.Misspelt.send.routingKye");
        System.clearProperty("carrot.clients.Overridden.send.routingKey");
    }

    @CarrotClient(exchange = "feed")
    interface Malformed {
        @RoutingKey("a.{open")
        void unclosed(Order order);

        @RoutingKey("a.{ }.b")
        void nameless(Order order);

        @RoutingKey("a}.b")
        void unopened(Order order);

        @RoutingKey("{a}}")
        void closedTwice(Order order, @Key("a") String a);

        @RoutingKey("{a{b}}")
        void nested(Order order, @Key("a") String a);

        @RoutingKey("{a}{b}")
        void right(Order order, @Key("a") String a, @Key("b") int b);
    }

    @Test
    void malformedTemplate() {
        problem(Malformed.class)
                .contains("CARROT-0335 [" + HERE
                        + "$Malformed.unclosed(Order)] @RoutingKey(\"a.{open\") is no template: a { has no } after it")
                .contains("CARROT-0335 [" + HERE + "$Malformed.nameless(Order)] ")
                .contains("there is no name between { and }")
                .contains("CARROT-0335 [" + HERE + "$Malformed.unopened(Order)] ")
                .contains("a } stands without a { before it")
                .contains("CARROT-0335 [" + HERE + "$Malformed.closedTwice(Order, String)] ")
                .contains("CARROT-0335 [" + HERE + "$Malformed.nested(Order, String)] ")
                .contains("a { stands inside of another")
                .doesNotContain("CARROT-0337");
    }

    @CarrotClient(exchange = "feed")
    interface Keys {
        @RoutingKey("importer.{region}.{kind}.{region}")
        void missing(Order order, @Key("kind") String kind);

        @RoutingKey("importer.{region}")
        void spare(Order order, @Key("region") String region, @Key("kind") String kind);

        void noTemplate(Order order, @Key("kind") String kind);
    }

    @Test
    void templateAndKeysThatDoNotFit() {
        problem(Keys.class)
                .containsOnlyOnce(
                        "CARROT-0336 [" + HERE
                                + "$Keys.missing(Order, String)] @RoutingKey(\"importer.{region}.{kind}.{region}\") has {region}")
                .contains("CARROT-0337 [" + HERE + "$Keys.spare(Order, String, String)] @Key(\"kind\") has no place")
                .contains("CARROT-0337 [" + HERE + "$Keys.noTemplate(Order, String)] ");
    }

    @CarrotClient(exchange = "feed")
    interface Bodies {
        void none();

        void noneEither(@Header("tenant") String tenant);

        void several(Order order, String second, @Ttl java.time.Duration ttl);

        void right(@Json Order order);
    }

    @Test
    void notExactlyOneBody() {
        problem(Bodies.class)
                .contains("CARROT-0338 [" + HERE + "$Bodies.none()] 0 parameters are the body")
                .contains("CARROT-0338 [" + HERE + "$Bodies.noneEither(String)] 0 parameters are the body")
                .contains(
                        "CARROT-0338 [" + HERE + "$Bodies.several(Order, String, Duration)] 2 parameters are the body");
    }

    @CarrotClient(exchange = "feed")
    interface Returns {
        boolean flag(Order order);

        Future<Receipt> future(Order order);

        CompletionStage<Void> stage(Order order);

        @SuppressWarnings("rawtypes")
        CompletionStage raw(Order order);

        CompletableFuture<? extends Receipt> wildcard(Order order);

        CompletableFuture<Receipt> right(Order order);
    }

    @Test
    void unsupportedReturnType() {
        problem(Returns.class)
                .contains("CARROT-0340 [" + HERE + "$Returns.flag(Order)] it returns boolean")
                .contains("CARROT-0340 [" + HERE + "$Returns.future(Order)] ")
                .contains("CARROT-0340 [" + HERE + "$Returns.stage(Order)] ")
                .contains("CARROT-0340 [" + HERE + "$Returns.raw(Order)] ")
                .contains("CARROT-0340 [" + HERE + "$Returns.wildcard(Order)] ");
    }

    @CarrotClient(exchange = "feed")
    interface Told {
        @Unconfirmed
        Receipt receipt(Order order);

        @Unconfirmed
        CompletionStage<Receipt> stage(Order order);

        @Unconfirmed
        void right(Order order);
    }

    @Test
    void unconfirmedWithResult() {
        problem(Told.class)
                .contains("CARROT-0341 [" + HERE + "$Told.receipt(Order)] it is @Unconfirmed and returns "
                        + Receipt.class.getName())
                .contains("CARROT-0341 [" + HERE + "$Told.stage(Order)] ")
                .doesNotContain("CARROT-0340");
    }

    @CarrotClient(exchange = "feed")
    interface Parameters {
        void ttl(Order order, @Ttl long millis);

        void priority(Order order, @Priority String priority);

        void shortPriority(Order order, @Priority short priority);

        void id(Order order, @MessageId byte[] id);

        void correlation(Order order, @CorrelationId Optional<String> id);

        @RoutingKey("{key}")
        void key(Order order, @Key("key") List<String> key);

        void right(Order order, @Priority int priority, @MessageId UUID id, @CorrelationId long correlation);
    }

    @Test
    void parametersOfAWrongType() {
        problem(Parameters.class)
                .contains("CARROT-0342 [" + HERE
                        + "$Parameters.ttl(Order, long), parameter 2] @Ttl is a long; make it a java.time.Duration")
                .contains("CARROT-0342 [" + HERE + "$Parameters.priority(Order, String), parameter 2] ")
                .contains("CARROT-0342 [" + HERE + "$Parameters.shortPriority(Order, short), parameter 2] ")
                .contains("CARROT-0342 [" + HERE + "$Parameters.id(Order, byte[]), parameter 2] ")
                .contains("CARROT-0342 [" + HERE + "$Parameters.correlation(Order, Optional), parameter 2] ")
                .contains("CARROT-0342 [" + HERE + "$Parameters.key(Order, List), parameter 2] @Key(\"key\") is a ");
    }

    enum Colour {
        RED
    }

    @CarrotClient(exchange = "feed")
    interface HeaderTypes {
        void date(Order order, @Header("h") LocalDate date);

        void uuid(Order order, @Header("h") UUID id);

        void colour(Order order, @Header("h") Colour colour);

        void character(Order order, @Header("h") char c);

        void ints(Order order, @Header("h") int[] ints);

        void list(Order order, @Header("h") List<UUID> ids);

        void map(Order order, @Header("h") Map<String, Optional<String>> map);

        void order(Order order, @Header("h") Order other);

        void right(
                @Header("1") boolean b,
                @Header("2") byte[] bytes,
                @Header("3") Object any,
                @Header("4") Map<String, List<java.time.Instant>> map,
                @Header("5") java.math.BigDecimal decimal,
                @Header("6") Number number,
                @Header("7") short s,
                @Header("8") String[] array,
                Order order);
    }

    @Test
    void headersThatCannotBeCarried() {
        problem(HeaderTypes.class)
                .contains("CARROT-0343 [" + HERE
                        + "$HeaderTypes.date(Order, LocalDate), parameter 2] @Header(\"h\") is a java.time.LocalDate")
                .contains("CARROT-0343 [" + HERE + "$HeaderTypes.uuid(")
                .contains("CARROT-0343 [" + HERE + "$HeaderTypes.colour(")
                .contains("CARROT-0343 [" + HERE + "$HeaderTypes.character(")
                .contains("CARROT-0343 [" + HERE + "$HeaderTypes.ints(")
                .contains("CARROT-0343 [" + HERE + "$HeaderTypes.list(")
                .contains("CARROT-0343 [" + HERE + "$HeaderTypes.map(")
                .contains("CARROT-0343 [" + HERE + "$HeaderTypes.order(");
    }

    @CarrotClient(exchange = "feed")
    interface Twice {
        void header(Order order, @Header("tenant") String first, @Header("tenant") String second);

        void ttl(Order order, @Ttl java.time.Duration first, @Ttl java.time.Duration second);

        void priority(@Priority int first, @Priority int second, Order order);

        void id(Order order, @MessageId String first, @MessageId String second);

        @RoutingKey("{a}")
        void key(Order order, @Key("a") String first, @Key("a") String second);

        void right(Order order, @Header("a") String first, @Header("b") String second);
    }

    @Test
    void twoParametersForOneThing() {
        problem(Twice.class)
                .contains(
                        "CARROT-0344 [" + HERE
                                + "$Twice.header(Order, String, String), parameter 3] @Header(\"tenant\") is parameter 2 as well")
                .contains("CARROT-0344 [" + HERE
                        + "$Twice.ttl(Order, Duration, Duration), parameter 3] @Ttl is parameter 2")
                .contains("CARROT-0344 [" + HERE
                        + "$Twice.priority(int, int, Order), parameter 2] @Priority is parameter 1")
                .contains("CARROT-0344 [" + HERE + "$Twice.id(Order, String, String), parameter 3] @MessageId ")
                .contains("CARROT-0344 [" + HERE + "$Twice.key(Order, String, String), parameter 3] @Key(\"a\") ");
    }

    @CarrotClient
    interface Nowhere {
        void send(Order order);

        @RoutingKey("")
        void empty(Order order);

        @RoutingKey("queue")
        void right(Order order);
    }

    @Test
    void noPlace() {
        problem(Nowhere.class)
                .contains("CARROT-0345 [" + HERE + "$Nowhere.send(Order)] there is no place to send to")
                .contains("CARROT-0345 [" + HERE + "$Nowhere.empty(Order)] ");
    }

    interface Base<T> {
        void inherited(T body);
    }

    @CarrotClient(exchange = "feed")
    @SuppressWarnings("rawtypes")
    interface Raw extends Base {
        <T> void generic(T body);

        void wildcard(List<? extends Order> orders);

        void right(List<Order> orders);
    }

    @CarrotClient(exchange = "feed")
    interface Open<T> extends Base<List<T>> {}

    @Dependent
    static class AsksForOpen {
        @Inject
        Open<Order> open;
    }

    @Test
    void unresolvedBody() {
        problem(Raw.class, AsksForOpen.class)
                .contains("CARROT-0346 [" + HERE + "$Raw.inherited(Object), parameter 1] the body type 'T' ")
                .contains("CARROT-0346 [" + HERE + "$Raw.generic(Object), parameter 1] ")
                .contains("CARROT-0346 [" + HERE + "$Raw.wildcard(List), parameter 1] ")
                .contains("CARROT-0346 [" + HERE
                        + "$Open.inherited(Object), parameter 1] the body type 'java.util.List<T>' ");
    }

    @CarrotClient
    static class Concrete {}

    @CarrotClient
    abstract static class Abstract {}

    @Dependent
    static class AsksForAbstract {
        @Inject
        Abstract client;
    }

    @Test
    void notAnInterface() {
        problem(Concrete.class, AsksForAbstract.class)
                .contains("CARROT-0347 [" + HERE + "$Concrete] @CarrotClient has no meaning here")
                .contains("CARROT-0347 [" + HERE + "$Abstract] @CarrotClient has no meaning here");
    }

    @CarrotClient(exchange = "feed")
    @Exchange("other")
    @Counted
    interface Misplaced {
        @Exchange("other")
        void exchange(Order order);

        @Counted
        void intercepted(Order order);

        void queue(@Queue("other") Order order);

        void encodedHeader(Order order, @Json @Header("a") String header);

        @Unconfirmed
        @RoutingKey("key")
        default void implemented(Order order) {
            right(order);
        }

        @Deprecated
        void right(Order order);
    }

    @Test
    void annotationsThatMeanNothing() {
        problem(Misplaced.class)
                .contains("CARROT-0347 [" + HERE + "$Misplaced] @Exchange has no meaning here")
                .contains("CARROT-0347 [" + HERE + "$Misplaced] @Counted has no meaning here")
                .contains("CARROT-0347 [" + HERE + "$Misplaced.exchange(Order)] @Exchange has no meaning here")
                .contains("CARROT-0347 [" + HERE + "$Misplaced.intercepted(Order)] @Counted has no meaning here")
                .contains("CARROT-0347 [" + HERE + "$Misplaced.queue(Order), parameter 1] @Queue has no meaning here")
                .contains("CARROT-0347 [" + HERE
                        + "$Misplaced.encodedHeader(Order, String), parameter 2] @Json has no meaning here")
                .contains("CARROT-0347 [" + HERE + "$Misplaced.implemented(Order)] @Unconfirmed has no meaning here")
                .contains("CARROT-0347 [" + HERE + "$Misplaced.implemented(Order)] @RoutingKey has no meaning here");
    }

    @CarrotClient(exchange = " ", broker = "\t")
    interface Blank {
        @RoutingKey("  ")
        void key(Order order);

        void header(Order order, @Header(" ") String header);

        void named(Order order, @Key("") String key);
    }

    @Test
    void blankNames() {
        problem(Blank.class)
                .contains("CARROT-0348 [" + HERE + "$Blank] @CarrotClient(exchange = \" \") is blank")
                .contains("CARROT-0348 [" + HERE + "$Blank] @CarrotClient(broker = \"\t\") is blank")
                .contains("CARROT-0348 [" + HERE + "$Blank.key(Order)] @RoutingKey(\"  \") is blank")
                .contains("CARROT-0348 [" + HERE + "$Blank.header(Order, String), parameter 2] @Header(\" \") is blank")
                .contains("CARROT-0348 [" + HERE + "$Blank.named(Order, String), parameter 2] @Key(\"\") is blank")
                .doesNotContain("CARROT-0337");
    }

    @CarrotClient(exchange = "feed")
    @Json
    @Csv
    interface Encoders {
        void body(@Json @Text String text);

        @Text
        @Bytes
        void method(@Json String text);

        @Text
        void noCodec(Order order);

        @Csv
        void neither(Order order);

        void right(@Text String text);
    }

    @Test
    void encodersAndCodecs() {
        problem(Encoders.class)
                .contains("CARROT-0306 [" + HERE + "$Encoders] 2 encoder qualifiers")
                .contains("CARROT-0306 [" + HERE + "$Encoders.body(String), parameter 1] 2 encoder qualifiers")
                .contains("CARROT-0306 [" + HERE + "$Encoders.method(String)] 2 encoder qualifiers")
                .contains("CARROT-0311 [" + HERE + "$Encoders.noCodec(Order)] the body has no codec")
                .contains("CARROT-0311 [" + HERE + "$Encoders.neither(Order)] ");
    }

    @CarrotClient(exchange = "feed")
    interface Misspelt {
        void send(Order order);
    }

    @CarrotClient(exchange = "feed")
    interface Overridden {
        void send(Order order);
    }

    @Test
    void settingsAreCheckedLikeWhatIsWritten() {
        System.setProperty("carrot.clients.Misspelt.send.routingKye", "x");
        System.setProperty("carrot.clients.Overridden.send.routingKey", "{nobody}");
        problem(Misspelt.class, Overridden.class)
                .contains("carrot.clients.Misspelt.send.routingKye")
                .contains("CARROT-0336 [" + HERE + "$Overridden.send(Order)] @RoutingKey(\"{nobody}\")");
    }

    @Dependent
    static class SeesThem {
        @Inject
        Instance<Keys> keys;

        @Inject
        Nowhere nowhere;
    }

    @Test
    void allAreReportedTogetherAlsoThoseOfInjectionPoints() {
        problem(SeesThem.class, Told.class, Twice.class, DeploymentProblemsTest.NoPlace.class)
                .contains("CARROT-0301", "CARROT-0336", "CARROT-0337", "CARROT-0341", "CARROT-0344", "CARROT-0345");
    }
}
