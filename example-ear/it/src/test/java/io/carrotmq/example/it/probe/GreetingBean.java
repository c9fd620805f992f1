package io.carrotmq.example.it.probe;

import io.carrotmq.CarrotListener;
import io.carrotmq.Delivery;
import io.carrotmq.OnMessage;
import io.carrotmq.Properties;
import io.carrotmq.Publisher;
import io.carrotmq.cdi.Exchange;
import io.carrotmq.cdi.RoutingKey;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.inject.Inject;
import java.util.List;

/** Answers a greeting with another one that tells what arrived. */
@MessageDriven(
        messageListenerInterface = CarrotListener.class,
        activationConfig = {
            @ActivationConfigProperty(propertyName = "queue", propertyValue = "greetings.in"),
            @ActivationConfigProperty(propertyName = "exchange", propertyValue = GreetingBean.EXCHANGE),
            @ActivationConfigProperty(propertyName = "routingKeys", propertyValue = "hello")
        })
public class GreetingBean implements CarrotListener {
    static final String EXCHANGE = "greetings";

    @Inject
    @Exchange(EXCHANGE)
    @RoutingKey("answer")
    private Publisher<Greeting> answers;

    @OnMessage(routingKey = "hello")
    public void answer(Greeting greeting, Delivery<Greeting> delivery) {
        Properties properties = delivery.properties();
        answers.send(new Greeting(
                "You said: " + greeting.text(),
                greeting.number() + 1,
                List.of(
                        String.join("+", greeting.tags()),
                        properties.contentType(),
                        properties.contentEncoding(),
                        String.valueOf(properties.headers().get("tenant")))));
    }
}
