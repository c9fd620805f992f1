package io.carrotmq.example.feeds;

/**
 * A feed could not be read, and nobody will try again.
 *
 * @param url where it should have been
 * @param reason what was wrong, for people
 */
public record FeedFailed(String url, String reason) implements FeedEvent {}
