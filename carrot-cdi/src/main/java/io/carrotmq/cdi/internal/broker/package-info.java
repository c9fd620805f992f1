/** Brokers, their connection factories, and what the parts of an application share. Internal. */
package io.carrotmq.cdi.internal.broker;
