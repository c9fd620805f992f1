package io.carrotmq.transport.memory;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Comparing what was declared with what is declared anew, in RabbitMQ's words. */
final class Arguments {
    private Arguments() {}

    /** A value of a table: how RabbitMQ calls its type, and which types count as the same. */
    record Described(String type, String kind) {}

    static Described described(Object value) {
        if (value instanceof String) {
            return new Described("longstr", "longstr");
        }
        if (value instanceof Boolean) {
            return new Described("bool", "bool");
        }
        if (value instanceof Long) {
            return new Described("long", "int");
        }
        if (value instanceof Integer) {
            return new Described("signedint", "int");
        }
        if (value instanceof Short) {
            return new Described("short", "int");
        }
        if (value instanceof Byte) {
            return new Described("byte", "int");
        }
        if (value instanceof Double) {
            return new Described("double", "float");
        }
        if (value instanceof Float) {
            return new Described("float", "float");
        }
        if (value instanceof Instant) {
            return new Described("timestamp", "timestamp");
        }
        if (value instanceof List) {
            return new Described("array", "array");
        }
        return value instanceof Map ? new Described("table", "table") : new Described("binary", "binary");
    }

    static boolean sameNumber(Number left, Number right) {
        return new BigDecimal(left.toString()).compareTo(new BigDecimal(right.toString())) == 0;
    }

    /** Refuses a flag or type that differs. */
    static void requireSame(String what, String of, Object current, Object received) {
        if (!current.equals(received)) {
            throw Refusal.precondition("inequivalent arg '" + what + "' for " + of + " in vhost '/': received '"
                    + received + "' but current is '" + current + "'");
        }
    }

    /** Refuses arguments that differ in one of the keys. */
    static void requireSame(List<String> keys, String of, Map<String, Object> current, Map<String, Object> received) {
        for (String key : keys) {
            Object was = current.get(key);
            Object is = received.get(key);
            if (!same(was, is)) {
                throw Refusal.precondition("inequivalent arg '" + key + "' for " + of + " in vhost '/': received "
                        + worded(is) + " but current is " + worded(was));
            }
        }
    }

    private static boolean same(Object left, Object right) {
        if (left == null || right == null) {
            return left == right;
        }
        if (left instanceof Number one && right instanceof Number other) {
            return described(left).kind().equals(described(right).kind()) && sameNumber(one, other);
        }
        return left.equals(right);
    }

    private static String worded(Object value) {
        return value == null
                ? "none"
                : "the value '" + value + "' of type '" + described(value).type() + "'";
    }
}
