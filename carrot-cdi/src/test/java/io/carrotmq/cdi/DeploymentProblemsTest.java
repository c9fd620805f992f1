package io.carrotmq.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.Consumer;
import io.carrotmq.Publisher;
import io.carrotmq.cdi.scenario.Csv;
import io.carrotmq.cdi.scenario.Order;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.inject.Inject;
import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;

/** What is wrong is said at deployment, with a number and the injection point's name. */
class DeploymentProblemsTest {
    private static final String HERE = DeploymentProblemsTest.class.getName();

    private static AbstractStringAssert<?> problem(Class<?>... beans) {
        DeploymentException failed = Containers.problem(beans);
        assertThat(failed).as("the deployment was accepted").isNotNull();
        return assertThat(failed.getMessage()).doesNotContain("WELD-001408").doesNotContain("WELD-001409");
    }

    @Dependent
    static class NoPlace {
        @Inject
        Publisher<Order> orders;
    }

    @Test
    void publisherWithoutPlace() {
        problem(NoPlace.class)
                .contains("CARROT-0301 [" + HERE + "$NoPlace.orders] ")
                .contains("@RoutingKey");
    }

    @Dependent
    static class EncoderOnly {
        @Inject
        @Json
        Publisher<Order> orders;
    }

    @Test
    void publisherWithEncoderOnly() {
        problem(EncoderOnly.class).contains("CARROT-0301 [" + HERE + "$EncoderOnly.orders] ");
    }

    @Dependent
    static class NoPlaceInInstance {
        @Inject
        Instance<Publisher<Order>> orders;
    }

    @Test
    void instanceWithoutPlace() {
        problem(NoPlaceInInstance.class).contains("CARROT-0301 [" + HERE + "$NoPlaceInInstance.orders] ");
    }

    @Dependent
    static class NoQueue {
        @Inject
        Consumer<Order> orders;
    }

    @Test
    void consumerWithoutQueue() {
        problem(NoQueue.class).contains("CARROT-0302 [" + HERE + "$NoQueue.orders] ");
    }

    @Dependent
    static class Raw {
        @Inject
        @Exchange("feed")
        @SuppressWarnings("rawtypes")
        Publisher raw;

        @Inject
        @SuppressWarnings("rawtypes")
        Consumer unqualified;
    }

    @Test
    void rawType() {
        problem(Raw.class)
                .contains("CARROT-0303 [" + HERE + "$Raw.raw] ")
                .contains("CARROT-0303 [" + HERE + "$Raw.unqualified] ")
                .contains("CARROT-0302 [" + HERE + "$Raw.unqualified] ");
    }

    @Dependent
    static class Open<T> {
        @Inject
        @Exchange("feed")
        Publisher<? super Order> wildcard;

        @Inject
        @Exchange("feed")
        Publisher<List<T>> variable;

        @Inject
        Publisher<?> unqualified;
    }

    @Test
    void wildcardAndTypeVariable() {
        problem(Open.class)
                .contains("CARROT-0304 [" + HERE + "$Open.wildcard] ")
                .containsPattern(Pattern.quote("CARROT-0304 [" + HERE + "$Open.variable] the body type '")
                        + "(java.util.)?List<T>'")
                .contains("CARROT-0304 [" + HERE + "$Open.unqualified] ");
    }

    @Dependent
    static class BlankQueue {
        @Inject
        @Queue("  ")
        Consumer<Order> orders;
    }

    @Test
    void blankQueue() {
        problem(BlankQueue.class).contains("CARROT-0305 [" + HERE + "$BlankQueue.orders] @Queue(\"  \")");
    }

    @Dependent
    static class TwoEncoders {
        @Inject
        @Exchange("feed")
        @Json
        @Csv
        Publisher<Order> orders;
    }

    @Test
    void severalEncoders() {
        problem(TwoEncoders.class)
                .contains("CARROT-0306 [" + HERE + "$TwoEncoders.orders] 2 encoder qualifiers")
                .contains("@Csv, @Json");
    }

    @Qualifier @Encoding("comma separated")
    @Retention(RetentionPolicy.RUNTIME)
    @interface Commas {}

    @Dependent
    static class Malformed {
        @Inject
        @Exchange("feed")
        @Commas
        Publisher<Order> orders;
    }

    @Test
    void malformedMediaType() {
        problem(Malformed.class)
                .contains("CARROT-0307 [" + HERE + "$Malformed.orders] @Encoding(\"comma separated\") on @");
    }

    @Encoding("text/csv")
    @Retention(RetentionPolicy.RUNTIME)
    @interface Forgotten {}

    @Dependent
    static class NoQualifier {
        @Inject
        @Exchange("feed")
        @Forgotten
        Publisher<Order> orders;
    }

    @Test
    void encodingThatIsNoQualifier() {
        problem(NoQualifier.class).contains("CARROT-0308 [" + HERE + "$NoQualifier.orders] ");
    }

    @Dependent
    static class Misplaced {
        @Inject
        @Exchange("feed")
        @Queue("inbox")
        Publisher<Order> orders;

        @Inject
        @RoutingKey("inbox")
        Consumer<Order> inbox;

        @Inject
        @Exchange("feed")
        Publisher<Order> right;
    }

    @Test
    void misplaced() {
        problem(Misplaced.class)
                .contains("CARROT-0309 [" + HERE + "$Misplaced.orders] @Queue has no meaning on a Publisher")
                .contains("CARROT-0309 [" + HERE + "$Misplaced.inbox] @RoutingKey has no meaning on a Consumer")
                .contains("CARROT-0302 [" + HERE + "$Misplaced.inbox] ")
                .doesNotContain("$Misplaced.right");
    }

    @Qualifier @Retention(RetentionPolicy.RUNTIME)
    @interface Fast {}

    @Dependent
    static class Foreign {
        @Inject
        @Exchange("feed")
        @Fast
        Publisher<Order> orders;
    }

    @Test
    void foreignQualifier() {
        problem(Foreign.class).contains("CARROT-0310 [" + HERE + "$Foreign.orders] qualifier @" + HERE + "$Fast");
    }

    @Qualifier @Encoding("application/unheard-of")
    @Retention(RetentionPolicy.RUNTIME)
    @interface UnheardOf {}

    @Dependent
    static class NoCodec {
        @Inject
        @Exchange("feed")
        @Text
        Publisher<Order> orders;

        @Inject
        @Queue("inbox")
        @UnheardOf
        Consumer<Order> inbox;

        @Inject
        @Exchange("feed")
        Publisher<byte[]> bytesAsJson;
    }

    @Test
    void noCodec() {
        problem(NoCodec.class)
                .contains("CARROT-0311 [" + HERE + "$NoCodec.orders] ")
                .contains("CARROT-0311 [" + HERE + "$NoCodec.inbox] ")
                .contains("CARROT-0311 [" + HERE + "$NoCodec.bytesAsJson] ")
                .contains("Caused by: io.carrotmq.ConfigurationException: CARROT-0155");
    }

    @Dependent
    static class Everywhere {
        @Inject
        Everywhere(@Queue("q") Consumer<Order> right, Publisher<Order> ofConstructor) {}

        @Inject
        void initialize(Consumer<Order> ofInitializer) {}

        void observe(@Observes Order order, Publisher<Order> ofObserver) {}

        @Produces
        Long number(Publisher<Order> ofProducer) {
            return 1L;
        }
    }

    @Test
    void everyPlaceIsNamedAndAllAreReportedTogether() {
        problem(Everywhere.class, NoPlace.class, NoQueue.class, BlankQueue.class, TwoEncoders.class, NoCodec.class)
                .contains("CARROT-0301 [" + HERE + "$Everywhere(parameter 2)] ")
                .contains("CARROT-0302 [" + HERE + "$Everywhere.initialize(parameter 1)] ")
                .contains("CARROT-0301 [" + HERE + "$Everywhere.observe(parameter 2)] ")
                .contains("CARROT-0301 [" + HERE + "$Everywhere.number(parameter 1)] ")
                .contains("CARROT-0301 [" + HERE + "$NoPlace.orders] ")
                .contains("CARROT-0302 [" + HERE + "$NoQueue.orders] ")
                .contains("CARROT-0305", "CARROT-0306", "CARROT-0311");
    }
}
