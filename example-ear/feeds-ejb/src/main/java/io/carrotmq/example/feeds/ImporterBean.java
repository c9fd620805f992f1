package io.carrotmq.example.feeds;

import io.carrotmq.CarrotListener;
import io.carrotmq.Delivery;
import io.carrotmq.OnMessage;
import io.carrotmq.Publisher;
import io.carrotmq.cdi.Exchange;
import io.carrotmq.cdi.Json;
import io.carrotmq.cdi.RoutingKey;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.inject.Inject;
import java.util.List;

/**
 * Imports the feeds that messages ask for.
 *
 * <p>The message, the rows and the answer are one transaction: either the entries are stored, the answer is sent and the
 * message is acknowledged, or none of it. A feed that cannot be read is answered too, and read again a little later; after
 * three times in vain its message is in the queue {@code feed.importer.dlq}.
 */
@MessageDriven(
        messageListenerInterface = CarrotListener.class,
        activationConfig = {
            @ActivationConfigProperty(propertyName = "queue", propertyValue = ImporterBean.QUEUE),
            @ActivationConfigProperty(propertyName = "exchange", propertyValue = "feed"),
            @ActivationConfigProperty(propertyName = "exchangeType", propertyValue = "direct"),
            @ActivationConfigProperty(propertyName = "routingKeys", propertyValue = "importer"),
            @ActivationConfigProperty(propertyName = "concurrency", propertyValue = "4")
        })
public class ImporterBean implements CarrotListener {
    /** Where the wishes wait. Not named like the exchange: Qpid sends there what is sent to a queue by that name. */
    public static final String QUEUE = "feed.importer";

    private static final int TOLD = 50;

    @Inject
    private FeedReader reader;

    @Inject
    private EntryStore store;

    @Inject
    @Exchange("feed")
    @RoutingKey("imported")
    @Json
    private Publisher<FeedImported> imported;

    @Inject
    @Exchange("feed")
    @RoutingKey("failed")
    @Json
    private Publisher<FeedFailed> failed;

    @OnMessage
    public void importFeed(ImportFeed wish, Delivery<ImportFeed> delivery) {
        String url = String.valueOf(wish.url());
        Feed feed;
        try {
            feed = reader.read(wish.url());
        } catch (FeedException e) {
            failed.send(new FeedFailed(url, e.getMessage(), delivery.envelope().attempt()));
            delivery.fail(e); // thrown, it would take the answer back
            return;
        }
        List<FeedEntry> entries = feed.entries();
        store.store(entries);
        List<FeedEntry> newest = entries.subList(0, Math.min(TOLD, entries.size()));
        imported.send(new FeedImported(url, feed.title(), entries.size(), newest));
    }
}
