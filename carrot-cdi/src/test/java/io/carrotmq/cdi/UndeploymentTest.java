package io.carrotmq.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.Consumer;
import io.carrotmq.Publisher;
import io.carrotmq.testkit.Await;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.inject.Inject;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class UndeploymentTest {
    /** What the application sends. */
    public record Item(String name) {}

    /** Sends for the application. */
    @CarrotClient
    public interface Items {
        @RoutingKey("items")
        void send(List<Item> items);

        /** Runs in the interface. */
        default void sendOne(Item item) {
            send(List.of(item));
        }
    }

    /** Sends and receives for the application. */
    @ApplicationScoped
    @RoutingKey("items")
    public static class ItemPublisher extends PublisherSupport<List<Item>> {}

    /** The application. */
    @ApplicationScoped
    public static class Shop implements Runnable {
        @Inject
        @RoutingKey("items")
        Publisher<List<Item>> items;

        @Inject
        @Queue("items")
        Consumer<List<Item>> inbox;

        @Inject
        Items client;

        @Inject
        ItemPublisher publisher;

        @Override
        public void run() {
            items.send(List.of(new Item("pen")));
            receivePen();
            client.sendOne(new Item("pen"));
            receivePen();
            publisher.send(List.of(new Item("pen")));
            receivePen();
        }

        private void receivePen() {
            // Not the record itself: Java's equals of records holds its class by soft references.
            assertThat(inbox.fetch().orElseThrow().body().get(0).name()).isEqualTo("pen");
        }
    }

    /** Loads this test's classes itself, as a server does with an application's. */
    private static final class ApplicationLoader extends URLClassLoader {
        ApplicationLoader(URL classes, ClassLoader parent) {
            super(new URL[] {classes}, parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                if (name.startsWith(UndeploymentTest.class.getName())) {
                    Class<?> known = findLoadedClass(name);
                    return known == null ? findClass(name) : known;
                }
                return super.loadClass(name, resolve);
            }
        }
    }

    @Test
    void nothingKeepsTheApplicationsClasses() throws Exception {
        WeakReference<ClassLoader> loader = deployAndUndeploy();
        Await.until("the application's class loader to go", Duration.ofSeconds(20), () -> {
            System.gc();
            return loader.get() == null;
        });
    }

    /** Weld SE itself runs in the test's loader: it never lets go of the one that it was started with. */
    private static WeakReference<ClassLoader> deployAndUndeploy() throws Exception {
        URL classes =
                UndeploymentTest.class.getProtectionDomain().getCodeSource().getLocation();
        try (ApplicationLoader loader = new ApplicationLoader(classes, UndeploymentTest.class.getClassLoader())) {
            Class<?> shop = loader.loadClass(Shop.class.getName());
            assertThat(shop.getClassLoader()).isSameAs(loader);
            try (SeContainer container = Containers.initializer(shop)
                    .addBeanClasses(RecordingFactoryBean.class, loader.loadClass(ItemPublisher.class.getName()))
                    .initialize()) {
                ((Runnable) container.select(shop).get()).run();
            }
            return new WeakReference<>(loader);
        }
    }
}
