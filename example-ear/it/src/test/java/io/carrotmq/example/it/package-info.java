/** Tests of Carrot inside a server, seen from outside: over HTTP, through a broker, in a browser. */
package io.carrotmq.example.it;
