package io.carrotmq.example.feeds;

/**
 * A feed could not be read this time.
 *
 * @param url where it should have been
 * @param reason what was wrong, for people
 * @param attempt the how manieth attempt that was
 */
public record FeedFailed(String url, String reason, int attempt) implements FeedEvent {}
