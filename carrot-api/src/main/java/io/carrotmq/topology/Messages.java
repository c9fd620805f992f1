package io.carrotmq.topology;

import io.carrotmq.ConfigurationException;
import java.time.Duration;
import java.util.Locale;

/** Every error text about declarations, by number. */
final class Messages {
    private Messages() {}

    static ConfigurationException unnamedExchange() {
        return wrong(
                "CARROT-0160",
                "an exchange is declared without a name; the default exchange exists always, so declare it nowhere");
    }

    static ConfigurationException untypedExchange(String name) {
        return wrong(
                "CARROT-0161",
                "[" + name
                        + "] the exchange is declared without a type; set direct, fanout, topic, headers or a type the"
                        + " broker adds");
    }

    static ConfigurationException unnamedQueue() {
        return wrong(
                "CARROT-0162",
                "a queue is declared without a name; only an exclusive queue can do without one, name every other");
    }

    static ConfigurationException alwaysDurable(String name, QueueType type) {
        String kind = type.name().toLowerCase(Locale.ROOT);
        return wrong(
                "CARROT-0163",
                "[" + name + "] a " + kind
                        + " queue is always durable and never exclusive; declare a classic one, or leave"
                        + " that away");
    }

    static ConfigurationException twoTypes(String name, QueueType type, Object argument) {
        return wrong(
                "CARROT-0164",
                "[" + name + "] the queue's type is " + type + " and its argument x-queue-type is '" + argument
                        + "'; say it once");
    }

    static ConfigurationException outOfRange(String queue, String what, long value, long min, long max) {
        return wrong(
                "CARROT-0165",
                "[" + queue + "] " + what + " is " + value + ", outside " + min + " to " + max
                        + "; choose a value in that range");
    }

    static ConfigurationException timeOutOfRange(String queue, String what, Duration value, Duration least) {
        return wrong(
                "CARROT-0166",
                "[" + queue + "] " + what + " is " + value + ", outside " + least.toMillis()
                        + " ms to 49 days; choose a time in that range");
    }

    static ConfigurationException boundToDefaultExchange(String destination) {
        return wrong(
                "CARROT-0167",
                "[" + destination + "] a binding names no exchange; every queue is bound to the default exchange by its"
                        + " name, so leave that binding away");
    }

    static ConfigurationException classicOverflow(String name, QueueType type) {
        return wrong(
                "CARROT-0175",
                "[" + name + "] overflow is reject-publish-dlx, which a "
                        + type.name().toLowerCase(Locale.ROOT)
                        + " queue does not have; choose reject-publish, or a classic queue");
    }

    private static ConfigurationException wrong(String code, String text) {
        return new ConfigurationException(code, text, null);
    }
}
