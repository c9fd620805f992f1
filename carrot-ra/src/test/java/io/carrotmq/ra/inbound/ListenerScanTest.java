package io.carrotmq.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.carrotmq.CarrotListener;
import io.carrotmq.CarrotMessageListener;
import io.carrotmq.CodecException;
import io.carrotmq.Delivery;
import io.carrotmq.OnMessage;
import io.carrotmq.codec.Codecs;
import io.carrotmq.codec.CodecsConfigurer;
import jakarta.resource.NotSupportedException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListenerScanTest {
    public static class Routed implements CarrotListener {
        @OnMessage
        public void rest(byte[] body) {}

        @OnMessage(routingKey = "order.*")
        public void order(Order order) {}

        @OnMessage(routingKey = "order.list")
        public void list(List<Order> orders, Delivery<?> delivery) {}

        @OnMessage(routingKey = "order.#")
        public void deep(Delivery<String> delivery) {}

        public void unmarked(Order order) {}
    }

    public abstract static class Generic<T> implements CarrotListener {
        public abstract void on(T body);
    }

    public static class Bridged extends Generic<Order> {
        @Override
        @OnMessage
        public void on(Order body) {}
    }

    public static class Wrong<T> implements CarrotListener {
        @OnMessage(routingKey = "1")
        void hidden(Order order) {}

        @OnMessage(routingKey = "2")
        public static void isStatic(Order order) {}

        @OnMessage(routingKey = "3")
        public String answers(Order order) {
            return "";
        }

        @OnMessage(routingKey = "4")
        public void nothing() {}

        @OnMessage(routingKey = "5")
        public void two(Order one, Order other) {}

        @OnMessage(routingKey = "6")
        public void otherDelivery(Order order, Delivery<byte[]> delivery) {}

        @OnMessage(routingKey = "7")
        public void open(T body) {}

        @OnMessage(routingKey = "a.*")
        public void left(Order order) {}

        @OnMessage(routingKey = "*.b")
        public void right(Order order) {}
    }

    public static class Empty implements CarrotListener {}

    public static class Both implements CarrotListener, CarrotMessageListener {
        @Override
        @OnMessage
        public void onMessage(Delivery<byte[]> delivery) {}
    }

    private static Handler handler(Class<?> bean, String key) throws Exception {
        return ListenerScan.listener(bean).handlerFor(key);
    }

    private static String name(String key) throws Exception {
        return handler(Routed.class, key).method().getName();
    }

    private static NotSupportedException refusal(Class<?> bean) {
        NotSupportedException refusal =
                catchThrowableOfType(NotSupportedException.class, () -> ListenerScan.listener(bean));
        assertThat(refusal).isNotNull();
        return refusal;
    }

    @Test
    void theMostLiteralPatternThatFitsTakesTheMessage() throws Exception {
        assertThat(name("order.list")).isEqualTo("list");
        assertThat(name("order.new")).isEqualTo("order");
        assertThat(name("order.new.urgent")).isEqualTo("deep");
        assertThat(name("order")).isEqualTo("deep");
        assertThat(name("invoice")).isEqualTo("rest");
        assertThat(name("")).isEqualTo("rest");
    }

    @Test
    void aKeyThatNoPatternFitsHasNoHandler() throws Exception {
        assertThat(handler(OnlyA.class, "b")).isNull();
        assertThat(handler(OnlyA.class, "a")).isNotNull();
    }

    public static class OnlyA implements CarrotListener {
        @OnMessage(routingKey = "a")
        public void a(Delivery<?> delivery) {}
    }

    @Test
    void theBodyIsDecodedToTheMethodsOwnType() throws Exception {
        BeanDelivery one = new BeanDelivery(new LooseDelivery(new Order("carrot", 2).json()));
        BeanDelivery several = new BeanDelivery(new LooseDelivery("[" + new Order("carrot", 2).json() + "]"));

        assertThat(handler(Routed.class, "order.new").decode(one)).isInstanceOf(Order.class);
        assertThat(handler(Routed.class, "order.list").decode(several))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .singleElement()
                .isInstanceOf(Order.class);
        assertThat(handler(Routed.class, "invoice").decode(one)).isSameAs(one.content());
        assertThat(handler(OnlyA.class, "a").decode(one)).isSameAs(one.content());
        Assertions.assertThatThrownBy(() -> handler(Routed.class, "order.list").decode(one))
                .isInstanceOf(CodecException.class);
    }

    @Test
    void aBridgeMethodIsNoHandler() throws Exception {
        assertThat(handler(Bridged.class, "any").method().getParameterTypes()).containsExactly(Order.class);
    }

    @Test
    void everythingThatIsWrongWithABeanIsReportedTogether() {
        assertThat(refusal(Wrong.class))
                .hasMessageStartingWith("CARROT-0120 [" + Wrong.class.getName() + "] 8 problems: ")
                .hasMessageContainingAll(
                        "CARROT-0124 Wrong.hidden(",
                        "CARROT-0125 Wrong.isStatic(",
                        "CARROT-0126 Wrong.answers(",
                        "CARROT-0127 Wrong.nothing()",
                        "CARROT-0127 Wrong.two(",
                        "CARROT-0128 Wrong.otherDelivery(",
                        "CARROT-0129 Wrong.open(",
                        "CARROT-0131 Wrong.left(",
                        "'a.*'",
                        "'*.b'");
    }

    @Test
    void aBeanWithoutHandlersOrWithTwoKindsIsRefused() {
        assertThat(refusal(Empty.class)).hasMessageContaining("CARROT-0123");
        assertThat(refusal(Both.class)).hasMessageContaining("CARROT-0121");
        assertThat(refusal(String.class)).hasMessageContaining("CARROT-0122");
    }

    @Test
    void withoutABeanClassTheListenerInterfaceIsUsed() throws Exception {
        assertThat(ListenerScan.listener(null)).isInstanceOf(PlainListener.class);
        assertThat(handler(Beans.Plain.class, "any").method().getDeclaringClass())
                .isEqualTo(CarrotMessageListener.class);
    }

    /** A bean of an application of its own. */
    public static class Isolated implements CarrotListener {
        @OnMessage
        public void text(String text) {}
    }

    /** Asks for what does not exist. */
    public static final class Mistaken implements CodecsConfigurer {
        @Override
        public void configure(Codecs.Builder codecs) {
            codecs.accept("application/x-pikle");
        }
    }

    @Test
    void mistakeInTheApplicationsCodecsIsAProblemOfTheBean(@TempDir Path folder) throws Exception {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(CodecsConfigurer.class.getName()), Mistaken.class.getName());
        URL[] application = {
            folder.toUri().toURL(),
            Isolated.class.getProtectionDomain().getCodeSource().getLocation()
        };
        try (URLClassLoader loader = new URLClassLoader(application, getClass().getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                return name.equals(Isolated.class.getName()) ? findClass(name) : super.loadClass(name, resolve);
            }
        }) {
            Class<?> bean = loader.loadClass(Isolated.class.getName());
            NotSupportedException e =
                    catchThrowableOfType(NotSupportedException.class, () -> ListenerScan.listener(bean));
            assertThat(e).hasMessageContaining("CARROT-0153 'application/x-pikle'");
        }
    }
}
