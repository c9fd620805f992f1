package io.carrotmq.example.it.probe;

import io.carrotmq.CarrotMessageListener;
import io.carrotmq.Delivery;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.inject.Inject;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/** A bean with the classic listener's method, which has no checked exceptions. */
@MessageDriven(
        messageListenerInterface = CarrotMessageListener.class,
        activationConfig = @ActivationConfigProperty(propertyName = "queue", propertyValue = PlainBean.QUEUE))
public class PlainBean implements CarrotMessageListener {
    public static final String QUEUE = "probe.plain";

    private static final Jsonb JSON = JsonbBuilder.create();

    @Inject
    private Work work;

    @Override
    public void onMessage(Delivery<byte[]> delivery) {
        try {
            Order order = JSON.fromJson(new String(delivery.body(), StandardCharsets.UTF_8), Order.class);
            work.perform(order, delivery.envelope().redelivered(), "plain");
        } catch (SQLException | RefusedException e) {
            throw new IllegalStateException(e);
        }
    }
}
