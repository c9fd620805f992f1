/**
 * Starts WildFly as a process of its own, deploys into it, and ends it: for the example and for tests.
 *
 * <p>Not part of Carrot's API; it may change at any time.
 */
package io.carrotmq.example.server;
