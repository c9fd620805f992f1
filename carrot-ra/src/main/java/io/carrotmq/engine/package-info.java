/**
 * Publishing with confirms, consuming with bounded buffers, shared connections with epochs, topology. It knows neither
 * a protocol's library nor Jakarta Connectors. Internal: may change at any time.
 */
package io.carrotmq.engine;
