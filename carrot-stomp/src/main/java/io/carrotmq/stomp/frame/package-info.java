/** Bytes in, frames out, and back: no I/O, no state beyond a frame that has not ended. */
package io.carrotmq.stomp.frame;
