package io.carrotmq.cdi.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.ConfigurationException;
import io.carrotmq.TransactionMode;
import io.carrotmq.cdi.Argument;
import io.carrotmq.cdi.Bind;
import io.carrotmq.cdi.Consume;
import io.carrotmq.cdi.QueueDef;
import io.carrotmq.cdi.Retry;
import io.carrotmq.cdi.TxMode;
import io.carrotmq.topology.Topology;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Values set from outside take the place of those that are written; what cannot be set is told. */
class ConfigurationTest {
    private static final String HERE = "carrot.consumers.importer";

    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private final Configuration configuration = Configuration.of(Settings.of(properties, environment));

    @Consume(
            queue = @QueueDef("feed"),
            bind = {@Bind(exchange = "feed", keys = "importer"), @Bind(exchange = "late")},
            concurrency = 4)
    @Retry(on = IOException.class)
    @TxMode(TransactionMode.SYNCHRONIZATION)
    void written() {}

    @Consume(
            queue = @QueueDef("feed"),
            bind = {@Bind(exchange = "feed", keys = "importer"), @Bind(exchange = "late")},
            concurrency = 4,
            prefetch = 50)
    void writtenWithPrefetch() {}

    private static Consume written(String method) {
        try {
            return ConfigurationTest.class.getDeclaredMethod(method).getAnnotation(Consume.class);
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    private static <A extends java.lang.annotation.Annotation> A beside(Class<A> type) throws NoSuchMethodException {
        return ConfigurationTest.class.getDeclaredMethod("written").getAnnotation(type);
    }

    private Consume consume() {
        return configuration.overridden(written("written"), HERE);
    }

    private List<String> problems() {
        return configuration.problems(false).stream()
                .map(ConfigurationException::getMessage)
                .toList();
    }

    @Test
    void nothingSetIsTheAnnotationItself() {
        assertThat(consume()).isSameAs(written("written"));
        assertThat(problems()).isEmpty();
    }

    @Test
    void membersOfEachType() throws Exception {
        properties.put(HERE + ".prefetch", " 50 ");
        properties.put(HERE + ".autoStart", "False");
        properties.put(HERE + ".declare", "verify");
        properties.put(HERE + ".timeout", "30s");
        properties.put(HERE + ".queue.maxLength", "5000000000");
        properties.put(HERE + ".retry.multiplier", "1.5");
        properties.put(HERE + ".retry.abortOn", "java.io.IOException, java.util.concurrent.TimeoutException");
        properties.put(HERE + ".txMode", "afterCommit");
        Consume consume = consume();
        assertThat(consume.prefetch()).isEqualTo(50);
        assertThat(consume.autoStart()).isFalse();
        assertThat(consume.declare()).isEqualTo(Topology.Mode.VERIFY);
        assertThat(consume.timeout()).isEqualTo("30s");
        assertThat(consume.queue().maxLength()).isEqualTo(5_000_000_000L);
        assertThat(consume.queue().value()).as("as written").isEqualTo("feed");
        assertThat(consume.concurrency()).as("as written").isEqualTo(4);
        Retry retry = configuration.overridden(beside(Retry.class), HERE + ".retry");
        assertThat(retry.multiplier()).isEqualTo(1.5);
        assertThat(retry.abortOn()).containsExactly(IOException.class, TimeoutException.class);
        assertThat(retry.on()).containsExactly(IOException.class);
        TxMode mode = configuration.overridden(beside(TxMode.class), HERE + ".txMode");
        assertThat(mode.value()).isEqualTo(TransactionMode.AFTER_COMMIT);
        assertThat(problems()).isEmpty();
    }

    @Test
    void valueIsSetByThePrefixAlone() {
        properties.put(HERE, "plain");
        properties.put(HERE + ".queue", "other");
        assertThat(consume().value()).isEqualTo("plain");
        assertThat(consume().queue().value()).isEqualTo("other");
        assertThat(problems()).isEmpty();
    }

    @Test
    void elementsByIndex() {
        properties.put(HERE + ".bind.0.keys", "a, b\\,c,,d");
        properties.put(HERE + ".bind.1.arguments.0.name", "x-match");
        properties.put(HERE + ".bind.1.arguments.0", "all");
        properties.put(HERE + ".bind.2.exchange", "third");
        Consume consume = consume();
        assertThat(consume.bind()).hasSize(3);
        assertThat(consume.bind()[0].keys()).containsExactly("a", "b,c", "d");
        assertThat(consume.bind()[0].exchange()).isEqualTo("feed");
        Argument argument = consume.bind()[1].arguments()[0];
        assertThat(argument.name()).isEqualTo("x-match");
        assertThat(argument.value()).isEqualTo("all");
        assertThat(consume.bind()[2].exchange()).isEqualTo("third");
        assertThat(consume.bind()[2].type()).as("as it is by default").isEqualTo("direct");
        assertThat(problems()).isEmpty();
    }

    @Test
    void furtherElementWithoutWhatItMustHave() {
        properties.put(HERE + ".bind.2.keys", "a");
        assertThat(consume().bind()).hasSize(2);
        assertThat(problems())
                .containsExactly(
                        "CARROT-0318 [" + HERE + ".bind.2] a further @Bind is set without what it must have; set "
                                + HERE + ".bind.2.exchange as well");
    }

    @Test
    void elementBehindAGap() {
        properties.put(HERE + ".bind.3.exchange", "fourth");
        assertThat(consume().bind()).hasSize(2);
        assertThat(problems()).singleElement().asString().startsWith("CARROT-0319 [" + HERE + ".bind.3.exchange] ");
    }

    @Test
    void itIsEqualToOneThatIsWrittenSo() {
        properties.put(HERE + ".prefetch", "50");
        Consume overridden = consume();
        Consume written = written("writtenWithPrefetch");
        assertThat(overridden).isEqualTo(written).hasSameHashCodeAs(written);
        assertThat(written).isEqualTo(overridden);
        assertThat(overridden).isEqualTo(consume()).isNotEqualTo(written("written"));
        assertThat(overridden.annotationType()).isEqualTo(Consume.class);
        assertThat(overridden.toString())
                .startsWith("@io.carrotmq.cdi.Consume(")
                .contains("prefetch=50", "keys={\"importer\"}");
    }

    @Test
    void arraysAreCopies() {
        properties.put(HERE + ".prefetch", "50");
        Consume overridden = consume();
        overridden.bind()[0] = null;
        assertThat(overridden.bind()[0]).isNotNull();
    }

    @Test
    void valuesThatCannotBe() throws Exception {
        properties.put(HERE + ".prefetch", "many");
        properties.put(HERE + ".autoStart", "yes");
        properties.put(HERE + ".declare", "perhaps");
        properties.put(HERE + ".queue.maxLength", "1.5");
        environment.put("CARROT_CONSUMERS_IMPORTER_RETRY_MULTIPLIER", "twice");
        properties.put(HERE + ".retry.on", "java.lang.String");
        properties.put(HERE + ".retry.abortOn", "com.acme.Nowhere");
        Consume consume = consume();
        assertThat(consume).as("as written").isEqualTo(written("written"));
        configuration.overridden(beside(Retry.class), HERE + ".retry");
        assertThat(problems())
                .hasSize(7)
                .contains("CARROT-0317 [" + HERE + ".prefetch] system property " + HERE
                        + ".prefetch is 'many', which @Consume.prefetch cannot be; expected a whole number from -2147483648"
                        + " to 2147483647; correct or remove the setting")
                .anyMatch(problem -> problem.contains(".autoStart] ") && problem.contains("true or false"))
                .anyMatch(problem -> problem.contains(".declare] ") && problem.contains("one of DECLARE, "))
                .anyMatch(problem -> problem.contains(".queue.maxLength] ") && problem.contains("9223372036854775807"))
                .anyMatch(problem ->
                        problem.contains("environment variable CARROT_CONSUMERS_IMPORTER_RETRY_MULTIPLIER is 'twice'"))
                .anyMatch(problem -> problem.contains(".retry.on] ") && problem.contains("java.lang.Throwable"))
                .anyMatch(problem -> problem.contains(".retry.abortOn] ") && problem.contains("'com.acme.Nowhere'"));
    }

    @Test
    void theSameValueIsToldOnce() {
        properties.put(HERE + ".prefetch", "many");
        consume();
        consume();
        assertThat(problems()).hasSize(1);
    }

    @Test
    void propertiesBeforeTheEnvironmentAndBlankIsNotSet() {
        environment.put("CARROT_CONSUMERS_IMPORTER_PREFETCH", "1");
        environment.put("CARROT_CONSUMERS_IMPORTER_DRAIN", "1s");
        properties.put(HERE + ".prefetch", "2");
        properties.put(HERE + ".drain", "  ");
        assertThat(consume().prefetch()).isEqualTo(2);
        assertThat(consume().drain()).isEqualTo("1s");
        assertThat(problems()).isEmpty();
    }

    @Test
    void unknownMembersAreTold() {
        properties.put(HERE + ".prefetsch", "1");
        environment.put("CARROT_CONSUMERS_IMPORTER_CONCURENCY", "1");
        consume();
        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "CARROT-0319 [" + HERE + ".prefetsch] there is no setting of this name; the nearest that there"
                                + " is: " + HERE + ".prefetch; correct or remove it, nothing is set by it (all names"
                                + " are in docs/configuration.md)",
                        "CARROT-0319 [CARROT_CONSUMERS_IMPORTER_CONCURENCY] there is no setting of this name; the nearest"
                                + " that there is: CARROT_CONSUMERS_IMPORTER_CONCURRENCY; correct or remove it, nothing is"
                                + " set by it (all names are in docs/configuration.md)");
        assertThat(configuration.problems(true)).as("wherever it is").hasSize(2);
    }

    @Test
    void settingsForNobodyAreWrongWhereThereIsOneApplicationOnly() {
        properties.put("carrot.consumers.imprter.prefetch", "1");
        environment.put("CARROT_CLIENTS_FEEDS_EXCHANGE", "x");
        consume();
        assertThat(problems())
                .hasSize(2)
                .allMatch(problem -> problem.startsWith("CARROT-0320 ["))
                .anyMatch(problem -> problem.contains("the nearest that there is: " + HERE + ".prefetch"));
        assertThat(configuration.problems(true)).isEmpty();
    }

    @Test
    void kindsThatAreWrittenNearlySo() {
        properties.put("carrot.consumer.importer.prefetch", "1");
        properties.put("carrot.url", "amqp://x");
        properties.put("carrot.uri.x", "amqp://x");
        consume();
        assertThat(configuration.problems(true))
                .extracting(ConfigurationException::getMessage)
                .hasSize(3)
                .allMatch(problem -> problem.startsWith("CARROT-0319 ["))
                .anyMatch(problem -> problem.contains("[carrot.url]") && problem.contains(": carrot.uri;"));
    }

    @Test
    void namesOfToolsAreTheirs() {
        properties.put("carrot.test.rabbitmq.source", "x");
        properties.put("carrot.soak.seconds", "1");
        properties.put("carrot.wildfly.home", "x");
        properties.put("carrotcake", "x");
        properties.put("carrot.", "x");
        properties.put("carrot.uri", "x");
        properties.put("carrot.connection-factory", "x");
        environment.put("CARROT_TEST_RABBITMQ", "x");
        environment.put("PATH", "x");
        assertThat(problems()).isEmpty();
    }

    @Test
    void namesUnderAPrefixAreKnown() {
        properties.put("carrot.brokers.billing.uri", "amqp://x");
        properties.put("carrot.brokers.billing.userName", "joe");
        properties.put("carrot.brokers.billing2.uri", "amqp://y");
        assertThat(configuration.under("carrot.brokers.billing."))
                .hasSize(2)
                .containsEntry(
                        "userName", new Settings.Setting("system property carrot.brokers.billing.userName", "joe"));
        assertThat(problems()).singleElement().asString().contains("[carrot.brokers.billing2.uri]");
    }
}
