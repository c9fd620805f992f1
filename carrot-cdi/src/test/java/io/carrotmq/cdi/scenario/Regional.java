package io.carrotmq.cdi.scenario;

import io.carrotmq.Receipt;
import io.carrotmq.cdi.CarrotClient;
import io.carrotmq.cdi.CorrelationId;
import io.carrotmq.cdi.Header;
import io.carrotmq.cdi.Key;
import io.carrotmq.cdi.MessageId;
import io.carrotmq.cdi.Priority;
import io.carrotmq.cdi.RoutingKey;
import io.carrotmq.cdi.Ttl;
import io.carrotmq.cdi.Unconfirmed;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** A declarative publisher to an exchange of type topic. */
@CarrotClient(exchange = "client.orders")
public interface Regional {
    /** Confirmed. */
    @RoutingKey("order.{region}")
    Receipt send(Order order, @Key("region") String region);

    /** Confirmed later. */
    @RoutingKey("order.{region}")
    CompletionStage<Receipt> sendAsync(
            Order order,
            @Key("region") String region,
            @Header("tenant") String tenant,
            @Ttl Duration ttl,
            @Priority int priority,
            @MessageId String id,
            @CorrelationId String answered);

    /** Never confirmed. */
    @Unconfirmed
    @RoutingKey("order.{region}")
    void tell(Order order, @Key("region") String region);
}
