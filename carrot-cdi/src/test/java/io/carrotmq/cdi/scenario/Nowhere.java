package io.carrotmq.cdi.scenario;

import io.carrotmq.Receipt;
import io.carrotmq.cdi.CarrotClient;
import java.util.concurrent.CompletionStage;

/** A declarative publisher to an exchange that there is not. */
@CarrotClient(exchange = "client.nowhere")
public interface Nowhere {
    /** Confirmed. */
    void send(Order order);

    /** Confirmed later. */
    CompletionStage<Receipt> sendAsync(Order order);
}
