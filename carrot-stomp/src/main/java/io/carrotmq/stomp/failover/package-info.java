/** Where to connect next and how long to wait before, without I/O and without a clock. */
package io.carrotmq.stomp.failover;
