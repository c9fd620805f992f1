package io.carrotmq.cdi.page;

import io.carrotmq.Publisher;
import io.carrotmq.cdi.Exchange;
import io.carrotmq.cdi.RoutingKey;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;

/** Sends in each of the ways. */
@Dependent
class Traffic {
    // tag::injected
    @Inject
    @Exchange("feed")
    @RoutingKey("importer")
    Publisher<ImportFeed> publisher;
    // end::injected

    @Inject
    Feeds feeds;

    @Inject
    FeedPublisher feedPublisher;

    @Inject
    FeedConsumer feedConsumer;

    void send(ImportFeed feed) {
        // tag::send
        publisher.send(feed); // confirmed when it returns
        publisher.to("importer.eu").sendAsync(feed); // does not wait
        publisher.with(options -> options.expiration(Duration.ofMinutes(1))).tell(feed); // never confirmed
        // end::send
    }

    long consume(URI address) {
        feedPublisher.to("importer").with(options -> options.exchange("")).send(new ImportFeed(address));
        // tag::consume
        long handled = feedConsumer.consume(1); // calls receive(...) on this thread
        // end::consume
        return handled;
    }
}
