/** An application whose methods consume, for the tests to deploy: what they do is up to the message. */
package io.carrotmq.example.it.handling;
