/** The resource adapter itself: starts the engine, and hands its two halves what they need. */
package io.carrotmq.ra;
