package io.carrotmq.cdi.page;

import io.carrotmq.Publisher;
import io.carrotmq.cdi.Consume;
import io.carrotmq.cdi.QueueDef;
import io.carrotmq.cdi.RoutingKey;
import io.carrotmq.event.ConsumerStarted;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.inject.Inject;
import java.util.concurrent.CountDownLatch;

/** The first program of README.md. */
// tag::main
@ApplicationScoped
public class Greetings {
    private final CountDownLatch greeted = new CountDownLatch(1);

    @Inject
    @RoutingKey("greetings")
    Publisher<String> people;

    @Consume(queue = @QueueDef("greetings"))
    void greet(String name) {
        System.out.println("Hello, " + name + "!");
        greeted.countDown();
    }

    void start(@Observes ConsumerStarted event) {
        people.send("world"); // returns when the broker has confirmed it, or throws
    }

    void await() throws InterruptedException {
        greeted.await();
    }

    public static void main(String... args) throws InterruptedException {
        try (SeContainer container = SeContainerInitializer.newInstance().initialize()) {
            container.select(Greetings.class).get().await();
        }
    }
}
// end::main
