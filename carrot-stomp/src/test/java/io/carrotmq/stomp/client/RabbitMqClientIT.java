package io.carrotmq.stomp.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@WithBroker
class RabbitMqClientIT {
    private final TestedBroker tested;

    RabbitMqClientIT(RabbitMq broker) {
        tested = new TestedBroker(URI.create(broker.stompUri() + "/%2F"), TestedBroker.Refused.COMES_AGAIN, true);
    }

    @Nested
    class Verbs extends VerbContract {
        Verbs() {
            super(tested);
        }
    }

    @Nested
    class Handlers extends HandlerContract {
        Handlers() {
            super(tested);
        }
    }

    @Nested
    class Reconnection extends ReconnectContract {
        Reconnection() {
            super(tested);
        }
    }

    /** What RabbitMQ alone has. */
    @Nested
    class Peculiarities extends ClientTests {
        Peculiarities() {
            super(tested);
        }

        private StompClient client() {
            String withoutVirtualHost = broker.uri().toString().replace("/%2F", "");
            return connected(ClientOptions.builder(withoutVirtualHost));
        }

        @Test
        void repliesComeToWhoeverSubscribesToTheirPlace() {
            StompClient client = client();
            StompSubscription replies = client.subscribe("/temp-queue/here", SubscriptionOptions.DEFAULT);
            client.subscribe(queue, request -> client.send(request.header("reply-to"), bytes("reply")));

            for (int i = 0; i < 3; i++) {
                client.send(queue, bytes("request"), Map.of("reply-to", "/temp-queue/here"));
                StompMessage reply = receive(client, replies);
                assertThat(reply.text()).isEqualTo("reply");
                assertThat(client.ack(reply)).as("ack mode auto").isFalse();
            }
            client.unsubscribe(replies);
        }

        /** The copy would vanish with what was left of the time, or be refused as somebody else's. */
        @Test
        void t09_copiesDoNotExpire_andAreNobodysInParticular() {
            StompClient client = client();
            String errors = queue + ".errors";
            StompSubscription failed = client.subscribe(errors, SubscriptionOptions.DEFAULT);
            client.subscribe(queue, SubscriptionOptions.DEFAULT.errorDestination(errors), message -> {
                assertThat(message.headers()).containsKeys("expiration", "user-id");
                throw new IllegalStateException("boom");
            });
            client.send(queue, bytes("one"), Map.of("expiration", "60000", "user-id", "guest"));

            StompMessage copy = receive(client, failed);
            client.ack(copy);
            assertThat(copy.header("message-failed")).isEqualTo("boom");
            assertThat(copy.headers()).doesNotContainKeys("expiration", "user-id");
        }
    }
}
