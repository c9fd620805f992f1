/** Codecs of an application's modules, and the qualifiers that name them. Internal. */
package io.carrotmq.cdi.internal.codec;
