/**
 * What the outbound and the inbound half of the resource adapter get from the adapter itself, and from each other.
 * Internal: may change at any time.
 */
package io.carrotmq.ra.context;
