/**
 * What the engine needs of a broker protocol: connections, channels and the events they raise. Each sub-package is one
 * protocol. Internal: may change at any time.
 */
package io.carrotmq.transport;
