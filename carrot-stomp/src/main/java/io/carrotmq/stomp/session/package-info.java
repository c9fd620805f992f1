/** What may follow what: the state of a connection, without I/O and without a clock. */
package io.carrotmq.stomp.session;
