/** An application the tests deploy: a message-driven bean that sends on what it receives. */
package io.carrotmq.example.it.relay;
