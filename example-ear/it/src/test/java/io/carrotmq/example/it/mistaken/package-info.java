/** An application with mistakes, which no server shall accept. */
package io.carrotmq.example.it.mistaken;
