package io.carrotmq.example.feeds;

/** What became of an {@link ImportFeed}. */
public sealed interface FeedEvent permits FeedImported, FeedFailed {}
