package io.carrotmq.example.feeds;

import java.net.URI;

/**
 * The wish that a feed be read and stored.
 *
 * @param url where the feed is; null if somebody else's message names no address
 */
public record ImportFeed(URI url) {}
