package io.carrotmq.transport.memory;

import java.util.LinkedHashSet;
import java.util.Set;

/** Where a binding can lead. */
abstract sealed class Destination permits Exchange, MessageQueue {
    private final String name;

    /** The bindings that lead here. */
    private final Set<Route> incoming = new LinkedHashSet<>();

    Destination(String name) {
        this.name = name;
    }

    final String name() {
        return name;
    }

    final Set<Route> incoming() {
        return incoming;
    }
}
