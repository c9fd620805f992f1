package io.carrotmq.example.feeds;

import io.carrotmq.CarrotListener;
import io.carrotmq.OnMessage;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.inject.Inject;

/** Hands what became of the imports to those who show it. */
@MessageDriven(
        messageListenerInterface = CarrotListener.class,
        activationConfig = {
            @ActivationConfigProperty(propertyName = "queue", propertyValue = "feed.events"),
            @ActivationConfigProperty(propertyName = "exchange", propertyValue = "feed"),
            @ActivationConfigProperty(propertyName = "exchangeType", propertyValue = "direct"),
            @ActivationConfigProperty(propertyName = "routingKeys", propertyValue = "imported,failed")
        })
public class FeedEventsBean implements CarrotListener {
    @Inject
    private FeedNews news;

    @OnMessage(routingKey = "imported")
    public void imported(FeedImported event) {
        news.tell(event);
    }

    @OnMessage(routingKey = "failed")
    public void failed(FeedFailed event) {
        news.tell(event);
    }
}
