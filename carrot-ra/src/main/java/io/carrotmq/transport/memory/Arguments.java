package io.carrotmq.transport.memory;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Comparing what was declared with what is declared anew, in RabbitMQ's words. */
final class Arguments {
    private Arguments() {}

    /** {@return how RabbitMQ calls the type of a value in a table} */
    static String typeOf(Object value) {
        if (value instanceof String) {
            return "longstr";
        }
        if (value instanceof Boolean) {
            return "bool";
        }
        if (value instanceof Integer) {
            return "signedint";
        }
        if (value instanceof Instant) {
            return "timestamp";
        }
        if (value instanceof List) {
            return "array";
        }
        if (value instanceof Map) {
            return "table";
        }
        return value instanceof byte[]
                ? "binary"
                : value.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    static boolean isInteger(Object value) {
        return value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte;
    }

    static boolean sameNumber(Number left, Number right) {
        return new BigDecimal(left.toString()).compareTo(new BigDecimal(right.toString())) == 0;
    }

    /** Refuses a value that differs. */
    static void requireSame(String what, String of, Object current, Object received) {
        if (!current.equals(received)) {
            throw unequal(what, of, "'" + received + "'", "'" + current + "'");
        }
    }

    /** Refuses arguments that differ in one of the keys. */
    static void requireSame(List<String> keys, String of, Map<String, Object> current, Map<String, Object> received) {
        for (String key : keys) {
            Object was = current.get(key);
            Object is = received.get(key);
            if (was != null && is != null && sameKind(was, is)) {
                requireSame(key, of, comparable(was), comparable(is));
            } else if (was != is) {
                throw unequal(key, of, worded(is), worded(was));
            }
        }
    }

    private static Refusal unequal(String what, String of, String received, String current) {
        return Refusal.precondition("inequivalent arg '" + what + "' for " + of + " in vhost '/': received " + received
                + " but current is " + current);
    }

    private static boolean sameKind(Object left, Object right) {
        return isInteger(left) && isInteger(right) || typeOf(left).equals(typeOf(right));
    }

    private static Object comparable(Object value) {
        return isInteger(value) ? ((Number) value).longValue() : value;
    }

    private static String worded(Object value) {
        return value == null ? "none" : "the value '" + value + "' of type '" + typeOf(value) + "'";
    }
}
