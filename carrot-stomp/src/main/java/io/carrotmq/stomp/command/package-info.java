/** Makes the frames of a client and checks those of a server, without any state. */
package io.carrotmq.stomp.command;
