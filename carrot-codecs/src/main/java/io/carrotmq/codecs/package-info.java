/** Codecs that need a library, or care: each is there once its library is on the class path. */
package io.carrotmq.codecs;
