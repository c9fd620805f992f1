/**
 * Codecs that need a library, or care: JSON through Jackson, YAML, CBOR, MessagePack, Python's pickle as plain data, and
 * Java serialization behind a filter. Each is there once its library is on the class path; the qualifiers choose them for
 * injected publishers and consumers.
 *
 * <p>All but Java serialization map Java types as Jackson does, and with the same settings: unknown properties are ignored
 * and null ones not written, as with Jakarta JSON Binding; dates and times are ISO-8601 texts, enums their names; numbers
 * have 1000 digits at most; two members of one name, and anything after the end, are refused. A class is never chosen by a
 * name that a message carries. {@code byte[]} is no type of theirs: bytes go as they are.
 */
package io.carrotmq.codecs;
