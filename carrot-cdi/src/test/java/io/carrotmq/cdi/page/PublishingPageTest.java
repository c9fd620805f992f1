package io.carrotmq.cdi.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.OutgoingMessage;
import io.carrotmq.cdi.RecordingConnectionFactory;
import io.carrotmq.cdi.RecordingFactoryBean;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.enterprise.inject.spi.Extension;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** What the page about publishing shows does what it says. */
class PublishingPageTest {
    private static final ImportFeed FEED = new ImportFeed(URI.create("http://feeds.example/1"));

    private static SeContainer start() {
        SeContainerInitializer initializer = SeContainerInitializer.newInstance()
                .disableDiscovery()
                .addBeanClasses(Traffic.class, FeedPublisher.class, FeedConsumer.class, RecordingFactoryBean.class);
        ServiceLoader.load(Extension.class).forEach(initializer::addExtensions);
        return initializer.initialize();
    }

    @Test
    void everythingOnThePage() {
        try (SeContainer container = start()) {
            RecordingConnectionFactory recording =
                    container.select(RecordingFactoryBean.class).get().factory();
            Traffic traffic = container.select(Traffic.class).get();
            traffic.send(FEED);
            traffic.feeds.importFeed(FEED);
            traffic.feeds.importFeed(FEED, "eu", "acme", Duration.ofMinutes(1));
            traffic.feeds.seen(FEED);
            traffic.feedPublisher.importFeed(FEED.address());
            new FeedPublisher(recording).importFeed(FEED.address());
            assertThat(recording.calls)
                    .containsExactly(
                            "publish", "publishAsync", "tell", "publish", "publishAsync", "tell", "publish", "publish");
            assertThat(recording.published)
                    .extracting(OutgoingMessage::routingKey)
                    .isEqualTo(List.of(
                            "importer",
                            "importer.eu",
                            "importer",
                            "importer",
                            "importer.eu",
                            "seen",
                            "importer",
                            "importer"));
            assertThat(traffic.consume(FEED.address())).isEqualTo(1);
            assertThat(traffic.feedConsumer.imported()).containsExactly(FEED.address());
        }
    }
}
