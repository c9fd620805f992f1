/** Measures Carrot beside other clients, on the same broker in the same run. Not part of any release. */
package io.carrotmq.benchmarks;
