package io.carrotmq.cdi.page;

import io.carrotmq.ConnectionFactory;
import io.carrotmq.cdi.Exchange;
import io.carrotmq.cdi.PublisherSupport;
import io.carrotmq.cdi.RoutingKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;

// tag::publisher
@ApplicationScoped
@Exchange("feed")
@RoutingKey("importer")
class FeedPublisher extends PublisherSupport<ImportFeed> {
    FeedPublisher() {} // for CDI

    FeedPublisher(ConnectionFactory connections) { // for everybody else
        super(connections);
    }

    void importFeed(URI address) {
        send(new ImportFeed(address));
    }
}
// end::publisher
