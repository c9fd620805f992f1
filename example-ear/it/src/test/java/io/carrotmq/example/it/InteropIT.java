package io.carrotmq.example.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.example.it.probe.Greeting;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.DebianPackages;
import io.carrotmq.testkit.Peer;
import jakarta.json.bind.JsonbBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A Python program and a message-driven bean in conversation: kombu writes what Carrot reads, and the other way. */
@Timeout(240)
class InteropIT {
    private static final Duration BOUND = Duration.ofSeconds(30);

    /** What the Python program prints. */
    public record Answer(
            Greeting body,
            String contentType,
            String contentEncoding,
            int deliveryMode,
            boolean redelivered,
            String routingKey) {}

    @BeforeAll
    static void deploy() throws Exception {
        DebianPackages.provide("python3-kombu");
        ProbeServer.shared();
        Await.until("the bean's queue", BOUND, () -> ProbeServer.management().consumers("greetings.in") > 0);
    }

    @Test
    void greetingOfKombu_reachesTheBeanTyped_andItsAnswerReachesKombu() throws Exception {
        Greeting greeting = new Greeting("Grüße, \uD83E\uDD55", 41, List.of("a", "ß"));

        Answer answer = greet(greeting);

        assertThat(answer)
                .isEqualTo(new Answer(
                        new Greeting(
                                "You said: Grüße, \uD83E\uDD55",
                                42,
                                List.of("a+ß", "application/json", "utf-8", "acme")),
                        "application/json",
                        "utf-8",
                        2,
                        false,
                        "answer"));
    }

    private static Answer greet(Greeting greeting) {
        try (Peer kombu = Peer.python(
                InteropIT.class.getResource("/kombu/greet.py"),
                ProbeServer.brokerUri().toString())) {
            return JsonbBuilder.create().fromJson(kombu.end(App.json(greeting)), Answer.class);
        }
    }
}
