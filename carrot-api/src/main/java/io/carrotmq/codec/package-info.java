/**
 * Bodies to bytes and back. A {@link io.carrotmq.codec.Codec} is for one media type and one Java type and is resolved
 * once; {@link io.carrotmq.codec.Codecs} finds it among the built-in ones (JSON, text, bytes) and those an application
 * brings as a {@link io.carrotmq.codec.CodecProvider} service.
 */
package io.carrotmq.codec;
