package io.carrotmq.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.carrotmq.Delivery;
import io.carrotmq.Outcome;
import io.carrotmq.Publisher;
import io.carrotmq.cdi.scenario.Csv;
import io.carrotmq.cdi.scenario.Order;
import io.carrotmq.topology.QueueType;
import io.carrotmq.topology.Topology;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.inject.Inject;
import jakarta.inject.Qualifier;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.Transactional;
import java.io.InputStream;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with a method that consumes is said at deployment, with a number and the method's name. */
class ConsumeProblemsTest {
    private static final String HERE = ConsumeProblemsTest.class.getName();

    private static String problem(Class<?>... beans) {
        DeploymentException failed = Containers.problem(beans);
        assertThat(failed).as("the deployment was accepted").isNotNull();
        return failed.getMessage();
    }

    @Dependent
    static class Queues {
        @Consume
        void none(Order order) {}

        @Consume(bind = @Bind(exchange = "shop"))
        void boundWithoutName(Order order) {}

        @Consume(value = "one", queue = @QueueDef("two"))
        void two(Order order) {}

        @Consume("  ")
        void blank(Order order) {}

        @Consume("a\tb")
        void control(Order order) {}

        @Consume(value = "q", id = "no good")
        void badId(Order order) {}

        @Consume(queue = @QueueDef(exclusive = true), declare = Topology.Mode.NONE)
        void unnamedUndeclared(Order order) {}

        @Consume(queue = @QueueDef(value = "q", type = QueueType.QUORUM, durable = false))
        void transientQuorum(Order order) {}

        @Consume(value = "q", bind = @Bind(exchange = ""))
        void boundToNothing(Order order) {}

        @Consume(
                value = "q",
                bind = {@Bind(exchange = "x"), @Bind(exchange = "x", type = "topic")})
        void twoTypes(Order order) {}

        @Consume(
                value = "q",
                arguments = {@Argument(name = "x-a", value = "1"), @Argument(name = "x-a", value = "2")})
        void argumentTwice(Order order) {}

        @Consume(value = "q", arguments = @Argument(name = "", value = "1"))
        void argumentWithoutName(Order order) {}
    }

    @Dependent
    static class Numbers {
        @Consume(value = "q", concurrency = 0)
        void noConcurrency(Order order) {}

        @Consume(value = "q", concurrency = 1_001)
        void muchConcurrency(Order order) {}

        @Consume(value = "q", prefetch = 65_536)
        void muchPrefetch(Order order) {}

        @Consume(value = "q", prefetch = -1)
        void negativePrefetch(Order order) {}

        @Consume(value = "q", prefetch = 3, concurrency = 4)
        void prefetchBelowConcurrency(Order order) {}

        @Consume(value = "q", prefetch = 99)
        @Batch
        void prefetchBelowBatch(List<Order> orders) {}

        @Consume("q")
        @Batch(max = 10_001)
        void largeBatch(List<Order> orders) {}

        @Consume(value = "q", timeout = "soon")
        void noTimeout(Order order) {}

        @Consume(value = "q", timeout = "0s")
        void zeroTimeout(Order order) {}

        @Consume(value = "q", drain = "2h")
        void longDrain(Order order) {}

        @Consume("q")
        @Retry(delay = "1 second")
        void badDelay(Order order) {}

        @Consume("q")
        @Retry(max = 0)
        void noAttempt(Order order) {}

        @Consume("q")
        @Retry(delay = "5m")
        void delayAboveMaximum(Order order) {}

        @Consume("q")
        @Retry(multiplier = 0.5)
        void smallMultiplier(Order order) {}

        @Consume(queue = @QueueDef(value = "q", maxPriority = 256))
        void highPriority(Order order) {}

        @Consume(queue = @QueueDef(value = "q", ttl = "50d"))
        void longTtl(Order order) {}
    }

    @Dependent
    static class Failures {
        @Consume("q")
        @DeadLetter(queue = "a", exchange = "b")
        void queueAndExchange(Order order) {}

        @Consume("q")
        @DeadLetter(queue = "a", routingKey = "b")
        void keyWithoutExchange(Order order) {}

        @Consume("q")
        @DeadLetter(byBroker = true, stackTrace = true)
        void byBrokerAndMore(Order order) {}

        @Consume("q")
        @DeadLetter(queue = "q")
        void toItself(Order order) {}

        @Consume("q")
        @Retry(on = IllegalStateException.class, abortOn = IllegalStateException.class)
        void onAndAbort(Order order) {}

        @Retry
        @DeadLetter
        @Batch
        void withoutConsume(Order order) {}
    }

    @Qualifier @Retention(RetentionPolicy.RUNTIME)
    @interface Fast {}

    @Qualifier @Encoding("application/unheard-of")
    @Retention(RetentionPolicy.RUNTIME)
    @interface UnheardOf {}

    @Dependent
    static class Parameters {
        @Consume("q")
        void twoBodies(Order order, String text) {}

        @Consume("q")
        void twoDeliveries(Delivery<Order> one, Delivery<Order> other) {}

        @Consume("q")
        void otherDelivery(Order order, Delivery<String> delivery) {}

        @Consume("q")
        <T> void variable(T body) {}

        @Consume("q")
        void wildcard(List<?> body) {}

        @Consume("q")
        void published(Publisher<Order> orders) {}

        @Consume("q")
        void javaProperties(java.util.Properties properties) {}

        @Consume("q")
        void optional(Optional<Order> order) {}

        @Consume("q")
        void stream(InputStream body) {}

        @Consume("q")
        void key(Order order, @Key("region") String region) {}

        @Consume("q")
        void injected(Order order, @Exchange("feed") Publisher<Order> orders) {}

        @Consume("q")
        void qualified(@Fast Order order) {}

        @Consume("q")
        void observed(@Observes Order order) {}

        @Consume("q")
        void encodedHeader(Order order, @Json @Header("tenant") String tenant) {}

        @Consume("q")
        void primitiveHeader(Order order, @Header("attempts") int attempts) {}

        @Consume("q")
        void unreadableHeader(Order order, @Header("order") Order other) {}

        @Consume("q")
        void headerOfTexts(@Header("tags") List<String> tags) {}

        @Consume("q")
        void headerWithoutName(@Header("") String tenant) {}

        @Consume("q")
        void twoEncoders(@Json @Csv Order order) {}

        @Consume("q")
        void unknownEncoder(@UnheardOf Order order) {}

        @Consume("q")
        void orderAsText(@Text Order order) {}
    }

    @Dependent
    static class Methods {
        @Consume("q")
        private void hidden(Order order) {}

        @Consume("q")
        static void ofClass(Order order) {}

        @Consume("q")
        final void closed(Order order) {}

        @Consume("q")
        @Inject
        void initializer() {}

        @Consume("q")
        @Produces
        Long producer() {
            return 1L;
        }

        @Consume("q")
        @Broker("billing")
        void broker(Order order) {}

        @Consume("q")
        @Exchange("feed")
        void exchange(Order order) {}

        @Consume("q")
        @Csv
        void encoderWithoutReply(Order order) {}

        @Consume("q")
        @Transactional(Transactional.TxType.MANDATORY)
        void mandatory(Order order) {}
    }

    @Dependent
    static class Replies {
        @Consume("q")
        Optional<Order> optional(Order order) {
            return Optional.empty();
        }

        @Consume("q")
        Flow.Publisher<Order> flow(Order order) {
            return null;
        }

        @Consume("q")
        Future<Order> future(Order order) {
            return null;
        }

        @Consume("q")
        Stream<Order> stream(Order order) {
            return null;
        }

        @Consume("q")
        CompletionStage<CompletionStage<Order>> stageOfStage(Order order) {
            return null;
        }

        @Consume("q")
        @SuppressWarnings("rawtypes")
        CompletionStage rawStage(Order order) {
            return null;
        }

        @Consume("q")
        List<?> wildcard(Order order) {
            return null;
        }

        @Consume("q")
        List<Outcome> outcomesWithoutBatch(Order order) {
            return null;
        }

        @Consume("q")
        Delivery<Order> delivery(Order order) {
            return null;
        }

        @Consume("q")
        byte[] bytesAsJson(Order order) {
            return null;
        }

        @Consume("q")
        @Text
        Order orderAsText(Order order) {
            return null;
        }
    }

    @Dependent
    static class Batches {
        @Consume("q")
        @Batch
        void single(Order order) {}

        @Consume("q")
        @Batch
        @SuppressWarnings("rawtypes")
        void raw(List orders) {}

        @Consume("q")
        @Batch
        void wildcard(List<?> orders) {}

        @Consume("q")
        @Batch
        void more(List<Order> orders, @Header("tenant") String tenant) {}

        @Consume("q")
        @Batch
        Order reply(List<Order> orders) {
            return null;
        }

        @Consume(value = "q", orderBy = "routingKey")
        @Batch
        void ordered(List<Order> orders) {}
    }

    @Dependent
    static class Orders {
        @Consume(value = "q", orderBy = "id")
        void noForm(Order order) {}

        @Consume(value = "q", orderBy = "header:")
        void noHeader(Order order) {}

        @Consume(value = "q", orderBy = "body:customer")
        void noProperty(Order order) {}

        @Consume(value = "q", orderBy = "body:length")
        void textHasNone(String text) {}

        @Consume(value = "q", orderBy = "body:bytes")
        void array(Arrays body) {}
    }

    /** A body whose property equals no other. */
    public record Arrays(int[] bytes) {}

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments(Queues.class, "CARROT-0350", "none", "@QueueDef(\"name\")"),
                arguments(Queues.class, "CARROT-0350", "boundWithoutName", "@QueueDef(exclusive = true)"),
                arguments(Queues.class, "CARROT-0351", "two", "'one' and queue declares 'two'"),
                arguments(Queues.class, "CARROT-0352", "blank", "@Consume \"  \" is blank"),
                arguments(Queues.class, "CARROT-0352", "control", "\"a?b\" has a control character"),
                arguments(Queues.class, "CARROT-0352", "badId", "\"no good\""),
                arguments(Queues.class, "CARROT-0352", "argumentWithoutName", "has no name"),
                arguments(Queues.class, "CARROT-0355", "transientQuorum", "the queue 'q'"),
                arguments(Queues.class, "CARROT-0355", "boundToNothing", "@Bind"),
                arguments(Queues.class, "CARROT-0356", "unnamedUndeclared", "declare is NONE"),
                arguments(Queues.class, "CARROT-0356", "twoTypes", "exchange 'x'"),
                arguments(Queues.class, "CARROT-0356", "argumentTwice", "'x-a' twice"),
                arguments(Numbers.class, "CARROT-0353", "noTimeout", "@Consume.timeout \"soon\""),
                arguments(Numbers.class, "CARROT-0353", "badDelay", "@Retry.delay \"1 second\""),
                arguments(Numbers.class, "CARROT-0354", "noConcurrency", "is 0, outside 1 to 1000"),
                arguments(Numbers.class, "CARROT-0354", "muchConcurrency", "is 1001, outside 1 to 1000"),
                arguments(Numbers.class, "CARROT-0354", "muchPrefetch", "is 65536, outside 0 to 65535"),
                arguments(Numbers.class, "CARROT-0354", "negativePrefetch", "is -1, outside"),
                arguments(Numbers.class, "CARROT-0354", "largeBatch", "@Batch.max is 10001, outside 1 to 10000"),
                arguments(Numbers.class, "CARROT-0354", "zeroTimeout", "is 0s, outside 1ms to 1d"),
                arguments(Numbers.class, "CARROT-0354", "longDrain", "is 2h, outside 0s to 1h"),
                arguments(Numbers.class, "CARROT-0354", "highPriority", "is 256, outside 0 to 255"),
                arguments(Numbers.class, "CARROT-0354", "longTtl", "@QueueDef.ttl is 50d"),
                arguments(Numbers.class, "CARROT-0355", "noAttempt", "@Retry"),
                arguments(Numbers.class, "CARROT-0355", "delayAboveMaximum", "@Retry"),
                arguments(Numbers.class, "CARROT-0355", "smallMultiplier", "@Retry"),
                arguments(Numbers.class, "CARROT-0356", "prefetchBelowConcurrency", "the concurrency, 4"),
                arguments(Numbers.class, "CARROT-0356", "prefetchBelowBatch", "a batch, 100"),
                arguments(Failures.class, "CARROT-0356", "queueAndExchange", "queue 'a' and exchange 'b'"),
                arguments(Failures.class, "CARROT-0356", "keyWithoutExchange", "routingKey 'b' and no exchange"),
                arguments(Failures.class, "CARROT-0356", "byBrokerAndMore", "byBroker = true"),
                arguments(Failures.class, "CARROT-0356", "toItself", "'q.dlq'"),
                arguments(Failures.class, "CARROT-0356", "onAndAbort", "java.lang.IllegalStateException"),
                arguments(Failures.class, "CARROT-0357", "withoutConsume", "@Retry, @DeadLetter, @Batch without"),
                arguments(Methods.class, "CARROT-0359", "hidden", "private"),
                arguments(Methods.class, "CARROT-0359", "ofClass", "static"),
                arguments(Methods.class, "CARROT-0359", "closed", "final"),
                arguments(Parameters.class, "CARROT-0360", "twoBodies", "java.lang.String (parameter 2)"),
                arguments(Parameters.class, "CARROT-0360", "twoDeliveries", "2 parameters"),
                arguments(Parameters.class, "CARROT-0360", "otherDelivery", "2 parameters"),
                arguments(Parameters.class, "CARROT-0361", "variable", "'T'"),
                arguments(Parameters.class, "CARROT-0361", "wildcard", "'java.util.List<?>'"),
                arguments(Parameters.class, "CARROT-0362", "published(parameter 1)", "inject it into a field"),
                arguments(Parameters.class, "CARROT-0362", "javaProperties(parameter 1)", "io.carrotmq.Properties"),
                arguments(Parameters.class, "CARROT-0362", "optional(parameter 1)", "always there"),
                arguments(Parameters.class, "CARROT-0362", "stream(parameter 1)", "byte[]"),
                arguments(Parameters.class, "CARROT-0363", "key(parameter 2)", "@Key has no meaning here"),
                arguments(Parameters.class, "CARROT-0363", "injected(parameter 2)", "@Exchange"),
                arguments(Parameters.class, "CARROT-0363", "qualified(parameter 1)", "@Fast"),
                arguments(Parameters.class, "CARROT-0363", "observed(parameter 1)", "@Observes"),
                arguments(Parameters.class, "CARROT-0363", "encodedHeader(parameter 2)", "@Json"),
                arguments(Parameters.class, "CARROT-0364", "primitiveHeader(parameter 2)", "write Integer"),
                arguments(Parameters.class, "CARROT-0364", "unreadableHeader(parameter 2)", "Order'"),
                arguments(Parameters.class, "CARROT-0364", "headerOfTexts(parameter 1)", "List<java.lang.String>"),
                arguments(Parameters.class, "CARROT-0352", "headerWithoutName(parameter 1)", "has no name"),
                arguments(Parameters.class, "CARROT-0306", "twoEncoders", "@Csv, @Json"),
                arguments(Parameters.class, "CARROT-0365", "unknownEncoder", "no codec decodes"),
                arguments(Parameters.class, "CARROT-0365", "orderAsText", "no codec decodes"),
                arguments(Methods.class, "CARROT-0363", "initializer", "@Inject"),
                arguments(Methods.class, "CARROT-0363", "producer", "@Produces"),
                arguments(Methods.class, "CARROT-0363", "broker", "broker = \"name\""),
                arguments(Methods.class, "CARROT-0363", "exchange", "@Exchange"),
                arguments(Methods.class, "CARROT-0363", "encoderWithoutReply", "@Csv"),
                arguments(Methods.class, "CARROT-0374", "mandatory", "MANDATORY"),
                arguments(Replies.class, "CARROT-0366", "optional", "null sends no reply"),
                arguments(Replies.class, "CARROT-0366", "flow", "write a List"),
                arguments(Replies.class, "CARROT-0366", "future", "CompletionStage"),
                arguments(Replies.class, "CARROT-0366", "stream", "write a List"),
                arguments(Replies.class, "CARROT-0366", "stageOfStage", "no stage of a stage"),
                arguments(Replies.class, "CARROT-0366", "outcomesWithoutBatch", "return one Outcome"),
                arguments(Replies.class, "CARROT-0366", "delivery", "is no reply"),
                arguments(Replies.class, "CARROT-0361", "rawStage", "CompletionStage"),
                arguments(Replies.class, "CARROT-0361", "wildcard", "List<?>"),
                arguments(Replies.class, "CARROT-0367", "bytesAsJson", "'byte[]'"),
                arguments(Replies.class, "CARROT-0367", "orderAsText", "Order'"),
                arguments(Batches.class, "CARROT-0368", "single", "Order'"),
                arguments(Batches.class, "CARROT-0368", "raw", "'java.util.List'"),
                arguments(Batches.class, "CARROT-0361", "wildcard", "'?'"),
                arguments(Batches.class, "CARROT-0368", "more", "2 parameters"),
                arguments(Batches.class, "CARROT-0366", "reply", "List<Outcome>"),
                arguments(Batches.class, "CARROT-0369", "ordered", "@Batch"),
                arguments(Orders.class, "CARROT-0369", "noForm", "\"id\""),
                arguments(Orders.class, "CARROT-0369", "noHeader", "\"header:\""),
                arguments(Orders.class, "CARROT-0369", "array", "array"),
                arguments(Orders.class, "CARROT-0370", "noProperty", "'customer'"),
                arguments(Orders.class, "CARROT-0370", "noProperty", "[articles, id]"),
                arguments(Orders.class, "CARROT-0370", "textHasNone", "'java.lang.String'"));
    }

    /** One deployment for each bean: all of a bean's mistakes are in it. */
    private static final Map<Class<?>, String> REPORTS = new java.util.concurrent.ConcurrentHashMap<>();

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistake(Class<?> bean, String code, String member, String detail) {
        String report = REPORTS.computeIfAbsent(bean, ConsumeProblemsTest::problem);
        String place = code + " [" + bean.getName() + "." + member + "] ";
        assertThat(report).contains(place);
        assertThat(report.lines().filter(line -> line.contains(place)))
                .anySatisfy(line -> assertThat(line).contains(detail));
    }

    @Test
    void allAreReportedTogether() {
        assertThat(problem(Queues.class, Failures.class, Replies.class, Batches.class))
                .contains(HERE + "$Queues.none", HERE + "$Failures.toItself", HERE + "$Replies.flow")
                .contains(HERE + "$Batches.single");
    }

    @Dependent
    static class One {
        @Consume(value = "q", id = "orders")
        void on(Order order) {}
    }

    @Dependent
    static class Other {
        @Consume(value = "q", id = "orders")
        void on(Order order) {}
    }

    @Dependent
    static class Overloaded {
        @Consume("q")
        void on(Order order) {}

        @Consume("r")
        void on(String text) {}
    }

    @Test
    void twoConsumersOfOneName() {
        assertThat(problem(One.class, Other.class))
                .contains(
                        "CARROT-0358 [" + HERE + "$One.on, " + HERE + "$Other.on] 2 consumers have the name 'orders'");
        assertThat(problem(Overloaded.class)).contains("CARROT-0358", "2 consumers have the name 'Overloaded.on'");
    }

    @Test
    void oneMistakeIsReportedOnce() {
        assertThat(problem(Overloaded.class).split("CARROT-")).hasSize(2); // before it and after
    }

    @Dependent
    static class Elsewhere {
        @Consume(value = "q", broker = "nowhere")
        void on(Order order) {}
    }

    @Test
    void unknownBroker() {
        assertThat(problem(Elsewhere.class))
                .contains("CARROT-0321 [" + HERE + "$Elsewhere.on] there is no broker 'nowhere'");
    }

    abstract static class Abstract {
        @Consume("q")
        void on(Order order) {}
    }

    @Interceptor
    @Logged
    static class Interceptors {
        @AroundInvoke
        Object around(InvocationContext invocation) throws Exception {
            return invocation.proceed();
        }

        @Consume("q")
        void on(Order order) {}
    }

    @jakarta.interceptor.InterceptorBinding
    @Retention(RetentionPolicy.RUNTIME)
    @interface Logged {}

    static class WithoutConstructor {
        WithoutConstructor(String name) {}

        @Consume("q")
        void on(Order order) {}
    }

    class Inner {
        @Consume("q")
        void on(Order order) {}
    }

    interface Contract {
        @Consume("q")
        void on(Order order);
    }

    @Dependent
    static class Fulfilling implements Contract {
        @Override
        public void on(Order order) {}
    }

    static Stream<Arguments> uncalled() {
        return Stream.of(
                arguments(Abstract.class, Abstract.class.getName(), "it is abstract"),
                arguments(Interceptors.class, Interceptors.class.getName(), "it is an interceptor or decorator"),
                arguments(WithoutConstructor.class, WithoutConstructor.class.getName(), "@Inject"),
                arguments(Inner.class, Inner.class.getName(), "make it static"),
                arguments(Fulfilling.class, Contract.class.getName() + ".on", "not inherited"));
    }

    @ParameterizedTest
    @MethodSource
    void uncalled(Class<?> type, String place, String detail) {
        assertThat(problem(type)).contains("CARROT-0371 [" + place + "] ").contains(detail);
    }
}
