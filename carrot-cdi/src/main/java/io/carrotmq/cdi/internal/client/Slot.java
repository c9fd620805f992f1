package io.carrotmq.cdi.internal.client;

import io.carrotmq.Properties;

/**
 * One thing that is sent with a body.
 *
 * @param role what it is
 * @param name the header's or key's name; empty if it needs none
 * @param parameter the index of the parameter whose value it is
 */
record Slot(Role role, String name, int parameter) {
    String label() {
        return role.label(name);
    }

    void set(Properties.Builder to, Object[] values) {
        role.set(to, name, values[parameter]);
    }
}
