package io.carrotmq.example.feeds;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;

/** Reads feeds from the network. */
@ApplicationScoped
public class FeedReader {
    private static final int MAX_BYTES = 2 * 1024 * 1024;
    private static final Duration MAX_TIME = Duration.ofSeconds(10);

    private final FeedFetcher fetcher = new FeedFetcher(MAX_BYTES, MAX_TIME);
    private final FeedParser parser = new FeedParser();

    Feed read(URI url) throws FeedException {
        return parser.parse(fetcher.fetch(url), url);
    }
}
