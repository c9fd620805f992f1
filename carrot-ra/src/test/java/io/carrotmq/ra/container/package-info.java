/** A container for message-driven beans that behaves as this or that server was measured to behave. */
package io.carrotmq.ra.container;
