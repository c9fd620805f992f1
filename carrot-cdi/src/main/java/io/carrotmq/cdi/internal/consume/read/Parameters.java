package io.carrotmq.cdi.internal.consume.read;

import java.lang.reflect.Type;
import java.util.List;
import java.util.function.Function;

/**
 * What a method wants of a delivery.
 *
 * @param body the type to decode the body to
 * @param mediaType the one format it may have; empty for any
 * @param sources make the arguments of the delivery or the batch, in their order
 */
record Parameters(Type body, String mediaType, List<Function<Object, Object>> sources) {}
