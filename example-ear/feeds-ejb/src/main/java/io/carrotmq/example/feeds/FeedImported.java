package io.carrotmq.example.feeds;

import java.util.List;

/**
 * A feed was read and stored.
 *
 * @param url where the feed is
 * @param title the feed's title
 * @param entries how many entries it had
 * @param newest its first entries, so that whoever hears of the import can show something without asking for it
 */
public record FeedImported(String url, String title, int entries, List<FeedEntry> newest) implements FeedEvent {}
