package io.carrotmq.transport.memory;

import java.util.Map;

/** A binding as the broker keeps it. Equal ones are one. */
record Route(Exchange source, Destination destination, String key, Map<String, Object> arguments) {}
