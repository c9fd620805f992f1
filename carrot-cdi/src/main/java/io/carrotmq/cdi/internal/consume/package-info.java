/**
 * Methods that consume: {@code read} makes a {@code plan} of each at deployment, {@code run} runs it. Internal.
 */
package io.carrotmq.cdi.internal.consume;
