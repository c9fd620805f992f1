/** What is known of a method that consumes once it is read, and needed to run it. Internal. */
package io.carrotmq.cdi.internal.consume.plan;
