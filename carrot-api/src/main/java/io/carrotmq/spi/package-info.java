/** What a resource adapter implements so that {@link io.carrotmq.ConnectionFactory#open(String)} finds it in Java SE. */
package io.carrotmq.spi;
