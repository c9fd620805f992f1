/** An application the tests deploy: it misbehaves as its messages and requests tell it to. */
package io.carrotmq.example.it.probe;
