package io.carrotmq.cdi;

import io.carrotmq.ConfigurationException;

/** Every error text of the classes that applications extend, by number. */
final class Messages {
    private Messages() {}

    static ConfigurationException notConnected(Class<?> type) {
        return new ConfigurationException(
                "CARROT-0339",
                "[" + type.getName()
                        + "] it was made without a connection factory, and not by a container; inject it, or"
                        + " pass a connection factory to the constructor",
                null);
    }
}
