/**
 * Exchanges, queues and bindings as an application wants them: immutable declarations, put together in a
 * {@link io.carrotmq.topology.Topology}.
 */
package io.carrotmq.topology;
