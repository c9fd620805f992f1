/** Types as they are written, and what their variables stand for. Internal. */
package io.carrotmq.cdi.internal.type;
