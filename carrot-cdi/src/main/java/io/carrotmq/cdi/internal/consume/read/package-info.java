/** Reads and checks methods that consume, when they are deployed. Internal. */
package io.carrotmq.cdi.internal.consume.read;
