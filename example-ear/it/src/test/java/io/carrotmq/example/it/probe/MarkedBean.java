package io.carrotmq.example.it.probe;

import io.carrotmq.CarrotListener;
import io.carrotmq.Delivery;
import io.carrotmq.OnMessage;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.inject.Inject;
import java.sql.SQLException;

/** A bean with a typed method. */
@MessageDriven(
        messageListenerInterface = CarrotListener.class,
        activationConfig = @ActivationConfigProperty(propertyName = "queue", propertyValue = MarkedBean.QUEUE))
public class MarkedBean implements CarrotListener {
    public static final String QUEUE = "probe.marked";

    @Inject
    private Work work;

    @OnMessage
    public void take(Order order, Delivery<Order> delivery) throws SQLException, RefusedException {
        work.perform(order, delivery.envelope().redelivered(), "marked");
    }
}
