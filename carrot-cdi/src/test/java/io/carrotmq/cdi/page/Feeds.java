package io.carrotmq.cdi.page;

import io.carrotmq.Receipt;
import io.carrotmq.cdi.CarrotClient;
import io.carrotmq.cdi.Header;
import io.carrotmq.cdi.Key;
import io.carrotmq.cdi.RoutingKey;
import io.carrotmq.cdi.Ttl;
import io.carrotmq.cdi.Unconfirmed;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

// tag::client
@CarrotClient(exchange = "feed")
interface Feeds {
    @RoutingKey("importer")
    void importFeed(ImportFeed feed);

    @RoutingKey("importer.{region}")
    CompletionStage<Receipt> importFeed(
            ImportFeed feed, @Key("region") String region, @Header("tenant") String tenant, @Ttl Duration ttl);

    @Unconfirmed
    @RoutingKey("seen")
    void seen(ImportFeed feed);
}
// end::client
