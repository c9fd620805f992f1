/** Publishers and consumers that are injected. Internal. */
package io.carrotmq.cdi.internal.injection;
