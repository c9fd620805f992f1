package io.carrotmq.example.feeds;

import java.time.Instant;

/**
 * An entry of a feed.
 *
 * @param id what distinguishes it from every other entry of every feed
 * @param feed the title of its feed
 * @param title its title
 * @param link the http or https address of its page, or null
 * @param published when it was published, or null
 */
public record FeedEntry(String id, String feed, String title, String link, Instant published) {}
