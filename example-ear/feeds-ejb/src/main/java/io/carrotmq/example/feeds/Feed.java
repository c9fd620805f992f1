package io.carrotmq.example.feeds;

import java.util.List;

/** A feed as it was read. */
record Feed(String title, List<FeedEntry> entries) {}
