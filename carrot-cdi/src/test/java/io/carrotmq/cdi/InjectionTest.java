package io.carrotmq.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.ConfigurationException;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.Consumer;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Publisher;
import io.carrotmq.cdi.scenario.Csv;
import io.carrotmq.cdi.scenario.InjectionScenario;
import io.carrotmq.cdi.scenario.Order;
import io.carrotmq.cdi.scenario.Price;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.SessionScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.InjectionTarget;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InterceptorBinding;
import jakarta.interceptor.InvocationContext;
import java.io.Serializable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every place something can be injected in. */
class InjectionTest {
    private static final Order ORDER = new Order("1", List.of("pen"));

    private SeContainer container;

    @AfterEach
    void close() {
        if (container != null) {
            container.close();
        }
    }

    private <T> T start(Class<T> bean, Class<?>... more) {
        Class<?>[] all = new Class<?>[more.length + 1];
        all[0] = bean;
        System.arraycopy(more, 0, all, 1, more.length);
        container = Containers.start(all);
        return container.select(bean).get();
    }

    private OutgoingMessage last() {
        return Containers.recording(container).last();
    }

    @ApplicationScoped
    static class Fields {
        @Inject
        @Exchange("feed")
        @RoutingKey("importer")
        Publisher<Order> both;

        @Inject
        @Exchange("feed")
        Publisher<Order> exchangeOnly;

        @Inject
        @Json
        @RoutingKey("inbox")
        Publisher<Order> keyOnly;

        @Inject
        @Queue("inbox")
        Consumer<Order> inbox;

        void send(String which) {
            switch (which) {
                case "both" -> both.send(ORDER);
                case "exchange" -> exchangeOnly.send(ORDER);
                default -> keyOnly.send(ORDER);
            }
        }

        Order take() {
            return inbox.fetch().orElseThrow().body();
        }
    }

    @Test
    void fields() {
        Fields bean = start(Fields.class);
        bean.send("both");
        assertThat(last().exchange()).isEqualTo("feed");
        assertThat(last().routingKey()).isEqualTo("importer");
        assertThat(last().mandatory()).isTrue();
        assertThat(last().body()).isEqualTo("{\"articles\":[\"pen\"],\"id\":\"1\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(last().properties().contentType()).isEqualTo("application/json");
        assertThat(last().properties().contentEncoding()).isEqualTo("utf-8");
        assertThat(last().properties().persistent()).isTrue();
        assertThat(last().properties().priority()).isZero();
        bean.send("exchange");
        assertThat(last().exchange()).isEqualTo("feed");
        assertThat(last().routingKey()).isEmpty();
        bean.send("key");
        assertThat(last().exchange()).isEmpty();
        assertThat(last().routingKey()).isEqualTo("inbox");
        assertThat(bean.take()).isEqualTo(ORDER);
    }

    @Dependent
    static class Parameters {
        final Publisher<Order> ofConstructor;
        Publisher<String> ofInitializer;

        @Inject
        Parameters(@Exchange("constructor") Publisher<Order> ofConstructor) {
            this.ofConstructor = ofConstructor;
        }

        @Inject
        void initialize(
                @Exchange("initializer") @Text Publisher<String> publisher, @Queue("q") Consumer<String> inbox) {
            ofInitializer = publisher;
        }
    }

    @Test
    void constructorAndInitializerParameters() {
        Parameters bean = start(Parameters.class);
        bean.ofConstructor.send(ORDER);
        assertThat(last().exchange()).isEqualTo("constructor");
        bean.ofInitializer.send("hello");
        assertThat(last().exchange()).isEqualTo("initializer");
        assertThat(last().body()).isEqualTo("hello".getBytes(StandardCharsets.UTF_8));
    }

    record Desk(Publisher<Order> orders) {}

    static class DeskProducer {
        @Produces
        Desk desk(@Exchange("producer") Publisher<Order> orders) {
            return new Desk(orders);
        }
    }

    @Test
    void producerMethodParameters() {
        start(DeskProducer.class);
        container.select(Desk.class).get().orders().send(ORDER);
        assertThat(last().exchange()).isEqualTo("producer");
    }

    @ApplicationScoped
    static class Observer {
        void onOrder(
                @Observes Order order,
                @Exchange("observer") Publisher<Order> orders,
                @Queue("q") Consumer<Order> inbox) {
            orders.send(order);
            inbox.fetch();
        }
    }

    @Test
    void observerMethodParameters() {
        start(Observer.class);
        container.getBeanManager().getEvent().fire(ORDER);
        assertThat(last().exchange()).isEqualTo("observer");
        assertThat(Containers.recording(container).open).hasValue(0);
    }

    @Dependent
    static class Lookups {
        @Inject
        @Exchange("instance")
        Instance<Publisher<Order>> instance;

        @Inject
        @Exchange("provider")
        @Csv
        Provider<Publisher<Price>> provider;

        @Inject
        @Any
        Instance<Publisher<Order>> any;
    }

    @Test
    void instanceAndProvider() {
        Lookups bean = start(Lookups.class);
        assertThat(bean.instance.isResolvable()).isTrue();
        bean.instance.get().send(ORDER);
        assertThat(last().exchange()).isEqualTo("instance");
        bean.provider.get().send(new Price("pen", 1));
        assertThat(last().exchange()).isEqualTo("provider");
        assertThat(last().properties().contentType()).isEqualTo("text/csv");
    }

    @Test
    void placeChosenAtRunTime() {
        Lookups bean = start(Lookups.class);
        bean.any
                .select(Exchange.Literal.of("chosen"), RoutingKey.Literal.of("key"))
                .get()
                .send(ORDER);
        assertThat(last().exchange()).isEqualTo("chosen");
        assertThat(last().routingKey()).isEqualTo("key");
        assertThatThrownBy(() -> bean.any.get())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("CARROT-0301 [");
        Instance<Object> lookup = container.select(Any.Literal.INSTANCE);
        assertThat(lookup.isResolvable()).isFalse();
    }

    @SessionScoped
    static class Session implements Serializable {
        private static final long serialVersionUID = 1L;

        @Inject
        @Exchange("session")
        @SuppressWarnings("serial") // the container's is serializable, its interface is not
        Instance<Publisher<Order>> orders;
    }

    @Test
    void instanceInPassivatingBean() {
        container = Containers.start(Session.class);
        assertThat(container.getBeanManager().getBeans(Session.class)).hasSize(1);
    }

    abstract static class Base<T> {
        @Inject
        @Exchange("base")
        Publisher<List<T>> publisher;
    }

    @Dependent
    static class Derived extends Base<Order> {}

    @Test
    void genericSuperclass() {
        Derived bean = start(Derived.class);
        bean.publisher.send(List.of(ORDER));
        assertThat(last().body()).asString().isEqualTo("[{\"articles\":[\"pen\"],\"id\":\"1\"}]");
    }

    @InterceptorBinding
    @Retention(RetentionPolicy.RUNTIME)
    @interface Audited {}

    @Audited
    @Interceptor
    @Priority(Interceptor.Priority.APPLICATION)
    static class Audit {
        @Inject
        @Exchange("audit")
        @Text
        Publisher<String> audits;

        @AroundInvoke
        Object invoke(InvocationContext context) throws Exception {
            audits.send(context.getMethod().getName());
            return context.proceed();
        }
    }

    @Dependent
    @Audited
    static class Intercepted {
        void work() {}
    }

    @Test
    void interceptors() {
        Intercepted bean = start(Intercepted.class, Audit.class);
        bean.work();
        assertThat(last().exchange()).isEqualTo("audit");
        assertThat(last().body()).asString().isEqualTo("work");
    }

    /** As message-driven beans and servlets are: injected by the container, and not beans. */
    static class Component {
        @Inject
        @Exchange("component")
        Publisher<Order> orders;

        @Inject
        @Queue("component")
        Consumer<Order> inbox;

        @Inject
        ConnectionFactory connections;
    }

    @Test
    void componentsThatAreNoBeans() {
        container = Containers.start();
        BeanManager beans = container.getBeanManager();
        InjectionTarget<Component> target = beans.getInjectionTargetFactory(beans.createAnnotatedType(Component.class))
                .createInjectionTarget(null);
        var context = beans.<Component>createCreationalContext(null);
        Component component = target.produce(context);
        target.inject(component, context);
        component.orders.send(ORDER);
        assertThat(last().exchange()).isEqualTo("component");
        component.inbox.fetch();
        assertThat(Containers.recording(container).open).hasValue(1);
        context.release();
        assertThat(Containers.recording(container).open).hasValue(0);
    }

    @Dependent
    static class Dialects {
        @Inject
        @Exchange("a")
        @Csv(dialect = "excel")
        Publisher<Price> excel;

        @Inject
        @Exchange("a")
        @Csv
        Publisher<Price> plain;
    }

    @Test
    void ownQualifierWithMembers() {
        Dialects bean = start(Dialects.class);
        bean.excel.send(new Price("pen", 2));
        bean.plain.send(new Price("ink", 3));
        assertThat(last().body()).asString().isEqualTo("ink,3");
    }

    static class AuditPublishers {
        @Produces
        Publisher<String> own(ConnectionFactory connections) {
            return Publisher.of(
                    connections,
                    io.carrotmq.codec.Codecs.of(getClass().getClassLoader()).codec("text/plain", String.class),
                    io.carrotmq.SendOptions.DEFAULT.exchange("own"));
        }
    }

    @Dependent
    static class OwnPublisher {
        @Inject
        Publisher<String> own;

        @Inject
        @Exchange("carrot")
        @Text
        Publisher<String> carrots;
    }

    @Test
    void unqualifiedPublisherOfTheApplicationsOwn() {
        OwnPublisher bean = start(OwnPublisher.class, AuditPublishers.class);
        bean.own.send("x");
        assertThat(last().exchange()).isEqualTo("own");
        bean.carrots.send("x");
        assertThat(last().exchange()).isEqualTo("carrot");
    }

    @Test
    void scenarioInMemory() throws InterruptedException {
        start(InjectionScenario.class).run();
    }
}
