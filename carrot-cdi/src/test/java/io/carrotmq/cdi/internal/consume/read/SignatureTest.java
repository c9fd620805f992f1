package io.carrotmq.cdi.internal.consume.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.carrotmq.CodecException;
import io.carrotmq.Delivery;
import io.carrotmq.Envelope;
import io.carrotmq.Outcome;
import io.carrotmq.Properties;
import io.carrotmq.cdi.Batch;
import io.carrotmq.cdi.Bytes;
import io.carrotmq.cdi.Consume;
import io.carrotmq.cdi.Json;
import io.carrotmq.cdi.Text;
import io.carrotmq.cdi.internal.consume.plan.ConsumerPlan;
import io.carrotmq.cdi.scenario.Order;
import io.carrotmq.codec.GenericType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Stereotype;
import jakarta.transaction.Transactional;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a method's parameters, return type and annotations of other kinds say. */
class SignatureTest {
    @ApplicationScoped
    static class Bodies {
        @Consume("q")
        void bytes(byte[] body) {}

        @Consume("q")
        void text(String body) {}

        @Consume("q")
        void number(int body) {}

        @Consume("q")
        void list(List<Order> body) {}

        @Consume("q")
        void wildcard(List<? extends Order> body) {}

        @Consume("q")
        void delivery(Delivery<Order> delivery) {}

        @Consume("q")
        void boundedDelivery(Delivery<? extends Order> delivery) {}

        @Consume("q")
        void anyDelivery(Delivery<?> delivery) {}

        @Consume("q")
        void bodyAndAnyDelivery(Delivery<?> delivery, Order order) {}

        @Consume("q")
        void properties(Properties properties, Envelope envelope) {}

        @Consume("q")
        @Batch
        void batch(List<Order> orders) {}

        @Consume("q")
        @Batch
        void batchOfDeliveries(List<Delivery<Order>> deliveries) {}

        @Consume("q")
        @Batch
        void batchOfAnyDeliveries(List<Delivery<?>> deliveries) {}
    }

    @ApplicationScoped
    static class Replies {
        @Consume("q")
        void nothing(Order order) {}

        @Consume("q")
        Outcome outcome(Order order) {
            return Outcome.ack();
        }

        @Consume("q")
        CompletionStage<Void> stageOfNothing(Order order) {
            return null;
        }

        @Consume("q")
        CompletableFuture<Outcome> stageOfOutcome(Order order) {
            return null;
        }

        @Consume("q")
        @Batch
        List<Outcome> outcomes(List<Order> orders) {
            return null;
        }

        @Consume("q")
        @Batch
        CompletionStage<List<Outcome>> stageOfOutcomes(List<Order> orders) {
            return null;
        }

        @Consume("q")
        Order order(Order order) {
            return order;
        }

        @Consume("q")
        boolean primitive(Order order) {
            return true;
        }

        @Consume("q")
        CompletionStage<List<Order>> stageOfList(Order order) {
            return null;
        }

        @Consume("q")
        @Text
        String text(Order order) {
            return "";
        }

        @Consume("q")
        @Bytes
        byte[] bytes(Order order) {
            return null;
        }
    }

    @ApplicationScoped
    static class Formats {
        @Consume("q")
        void any(String body) {}

        @Consume("q")
        void json(@Json String body) {}

        @Consume("q")
        void textDelivery(@Text Delivery<String> delivery) {}

        @Consume("q")
        @Batch
        void textBatch(@Text List<String> bodies) {}
    }

    @Stereotype
    @Transactional
    @Retention(RetentionPolicy.RUNTIME)
    @interface Unit {}

    @ApplicationScoped
    static class Transactions {
        @Consume("q")
        void without(Order order) {}

        @Consume("q")
        @Transactional
        void required(Order order) {}

        @Consume("q")
        @Transactional(Transactional.TxType.REQUIRES_NEW)
        void requiresNew(Order order) {}
    }

    @ApplicationScoped
    @Transactional
    static class TransactionalBean {
        @Consume("q")
        void ofClass(Order order) {}

        @Consume("q")
        @Transactional(Transactional.TxType.NOT_SUPPORTED)
        void ofMethod(Order order) {}
    }

    @Unit
    @ApplicationScoped
    static class UnitOfWork {
        @Consume("q")
        void ofStereotype(Order order) {}
    }

    private static Reading reading;
    private static Map<String, ConsumerPlan> plans;

    @BeforeAll
    static void read() {
        reading = Reading.of(
                Bodies.class,
                Replies.class,
                Formats.class,
                Transactions.class,
                TransactionalBean.class,
                UnitOfWork.class);
        plans = reading.plans().stream().collect(Collectors.toMap(ConsumerPlan::id, Function.identity()));
    }

    @AfterAll
    static void close() {
        reading.close();
    }

    static Stream<Arguments> bodies() {
        Type orders = new GenericType<List<Order>>() {}.type();
        return Stream.of(
                arguments("bytes", byte[].class),
                arguments("text", String.class),
                arguments("number", Integer.class),
                arguments("list", orders),
                arguments("wildcard", orders),
                arguments("delivery", Order.class),
                arguments("boundedDelivery", Order.class),
                arguments("anyDelivery", byte[].class),
                arguments("bodyAndAnyDelivery", Order.class),
                arguments("properties", byte[].class),
                arguments("batch", Order.class),
                arguments("batchOfDeliveries", Order.class),
                arguments("batchOfAnyDeliveries", byte[].class));
    }

    @ParameterizedTest
    @MethodSource
    void bodies(String method, Type body) {
        Type read = plans.get("Bodies." + method).decoder().type();
        assertThat(body).isEqualTo(read).hasSameHashCodeAs(read);
        assertThat(read).isEqualTo(body);
    }

    @ParameterizedTest
    @CsvSource({
        "nothing,",
        "outcome,",
        "stageOfNothing,",
        "stageOfOutcome,",
        "outcomes,",
        "stageOfOutcomes,",
        "order, application/json",
        "primitive, application/json",
        "stageOfList, application/json",
        "text, text/plain",
        "bytes, application/data"
    })
    void replies(String method, String mediaType) {
        var reply = plans.get("Replies." + method).reply();
        assertThat(reply == null ? null : reply.contentType()).isEqualTo(mediaType);
    }

    private static Object decode(String method, String contentType) {
        return plans.get("Formats." + method)
                .decoder()
                .decode(
                        "\"a\"".getBytes(StandardCharsets.UTF_8),
                        Properties.builder().contentType(contentType).build());
    }

    @Test
    void bodyWithoutEncoderIsDecodedAsItsContentTypeSays() {
        assertThat(decode("any", "application/json")).isEqualTo("a");
        assertThat(decode("any", "text/plain")).isEqualTo("\"a\"");
    }

    @ParameterizedTest
    @CsvSource({
        "json, application/json, text/plain",
        "textDelivery, text/plain, application/json",
        "textBatch, text/plain, application/json"
    })
    void bodyWithEncoderHasThatFormatOnly(String method, String mediaType, String other) {
        assertThat(decode(method, mediaType)).isNotNull();
        assertThatThrownBy(() -> decode(method, other)).isInstanceOf(CodecException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "Transactions.without, false",
        "Transactions.required, true",
        "Transactions.requiresNew, false",
        "TransactionalBean.ofClass, true",
        "TransactionalBean.ofMethod, false",
        "UnitOfWork.ofStereotype, true"
    })
    void transactions(String method, boolean transacted) {
        assertThat(plans.get(method).transacted()).isEqualTo(transacted);
    }

    @Test
    void planOfEachMethod() {
        assertThat(plans.keySet()).contains("Bodies.bytes").hasSize(13 + 11 + 4 + 6);
    }
}
