package io.carrotmq.cdi.page;

import io.carrotmq.Delivery;
import io.carrotmq.cdi.ConsumerSupport;
import io.carrotmq.cdi.Queue;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

// tag::consumer
@ApplicationScoped
@Queue("importer")
class FeedConsumer extends ConsumerSupport<ImportFeed> {
    private final List<URI> imported = new ArrayList<>();

    @Override
    protected void receive(Delivery<? extends ImportFeed> delivery) {
        imported.add(delivery.body().address());
        delivery.ack();
    }

    List<URI> imported() {
        return imported;
    }
}
// end::consumer
