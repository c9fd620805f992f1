/** Methods that consume. Internal. */
package io.carrotmq.cdi.internal.consume;
