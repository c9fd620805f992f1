/**
 * The inbound half of the resource adapter: from a queue to a message-driven bean, with the acknowledgement following the
 * outcome of the bean's transaction. Internal, but for the activation specification: may change at any time.
 */
package io.carrotmq.ra.inbound;
