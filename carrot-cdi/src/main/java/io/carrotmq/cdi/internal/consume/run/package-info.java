/** Runs methods that consume, from the start of the application to its end. Internal. */
package io.carrotmq.cdi.internal.consume.run;
