/** An application the tests deploy: it knocks at the connection factories of the adapter beside it. */
package io.carrotmq.example.it.doors;
