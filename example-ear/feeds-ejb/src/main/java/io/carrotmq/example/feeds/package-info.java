/**
 * The example's beans: a message asks for a feed, a message-driven bean reads and stores it, a message tells the outcome.
 */
package io.carrotmq.example.feeds;
