/** Declarative publishers. Internal. */
package io.carrotmq.cdi.internal.client;
