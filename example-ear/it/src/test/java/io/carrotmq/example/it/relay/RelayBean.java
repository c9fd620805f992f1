package io.carrotmq.example.it.relay;

import io.carrotmq.CarrotListener;
import io.carrotmq.Delivery;
import io.carrotmq.OnMessage;
import io.carrotmq.Publisher;
import io.carrotmq.cdi.RoutingKey;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.inject.Inject;

/** Sends on what it receives, in the transaction of the delivery. */
// tag::bean
@MessageDriven(
        messageListenerInterface = CarrotListener.class,
        activationConfig = {
            @ActivationConfigProperty(propertyName = "queue", propertyValue = RelayBean.IN),
            @ActivationConfigProperty(propertyName = "concurrency", propertyValue = "8")
        })
public class RelayBean implements CarrotListener {
    public static final String IN = "relay.in";
    public static final String OUT = "relay.out";

    @Inject
    private RelayLog log;

    @Inject
    @RoutingKey(OUT)
    private Publisher<Item> out;

    @OnMessage
    public void relay(Item item, Delivery<Item> delivery) {
        log.received(item.id(), delivery.envelope().redelivered());
        out.send(item);
    }
}
// end::bean
