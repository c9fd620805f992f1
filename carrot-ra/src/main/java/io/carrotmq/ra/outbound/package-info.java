/**
 * The outbound half of the resource adapter: connection factory, managed connections, handles, transactions. Internal:
 * may change at any time; applications see {@link io.carrotmq.ConnectionFactory} and {@link io.carrotmq.Connection}.
 */
package io.carrotmq.ra.outbound;
