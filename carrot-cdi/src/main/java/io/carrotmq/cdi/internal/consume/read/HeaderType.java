package io.carrotmq.cdi.internal.consume.read;

import io.carrotmq.cdi.internal.type.TypeVariables;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A type that a header can be read as. Senders in other languages choose other types for the same thing, so one is
 * converted into another where nothing is lost: any number into any that holds the same value, text that is a number into
 * it, a number or boolean into its text, bytes in UTF-8 into text.
 */
enum HeaderType {
    OBJECT(Object.class, value -> value),
    STRING(String.class, HeaderType::text),
    BYTE(Byte.class, value -> integer(value).byteValueExact()),
    SHORT(Short.class, value -> integer(value).shortValueExact()),
    INTEGER(Integer.class, value -> integer(value).intValueExact()),
    LONG(Long.class, value -> integer(value).longValueExact()),
    BIG_INTEGER(BigInteger.class, HeaderType::integer),
    BIG_DECIMAL(BigDecimal.class, HeaderType::decimal),
    FLOAT(Float.class, HeaderType::floatValue),
    DOUBLE(Double.class, HeaderType::doubleValue),
    NUMBER(Number.class, value -> value instanceof Number number ? number : decimal(value)),
    BOOLEAN(Boolean.class, HeaderType::truth),
    INSTANT(Instant.class, HeaderType::instant),
    BYTES(byte[].class, HeaderType::bytes),
    LIST(List.class, value -> as(List.class, value)),
    MAP(Map.class, value -> as(Map.class, value));

    /** No number on a wire is longer; a longer text costs more than it can mean. */
    private static final int LONGEST_NUMBER = 100;

    private final Class<?> type;
    private final Function<Object, Object> conversion;

    HeaderType(Class<?> type, Function<Object, Object> conversion) {
        this.type = type;
        this.conversion = conversion;
    }

    /** The one for a Java type; empty if a header cannot be that. */
    static Optional<HeaderType> of(Type wanted) {
        for (HeaderType each : values()) {
            if (each.type == wanted) {
                return Optional.of(each);
            }
        }
        if (isTable(wanted)) {
            return Optional.of(MAP);
        }
        return isList(wanted) ? Optional.of(LIST) : Optional.empty();
    }

    /** Of what is in a list or map nothing is converted, so nothing can be promised about it. */
    private static boolean isList(Type wanted) {
        return TypeVariables.raw(wanted) == List.class && isUnknown(TypeVariables.argument(wanted));
    }

    private static boolean isTable(Type wanted) {
        return wanted instanceof ParameterizedType generic
                && generic.getRawType() == Map.class
                && generic.getActualTypeArguments()[0] == String.class
                && isUnknown(generic.getActualTypeArguments()[1]);
    }

    private static boolean isUnknown(Type type) {
        return type == Object.class || ParameterTypes.isAny(type);
    }

    /**
     * Converts a header.
     *
     * @throws IllegalArgumentException if the value is not of this type
     * @throws ArithmeticException if it does not fit
     * @throws DateTimeException if it is no time
     */
    Object convert(Object value) {
        return type.isInstance(value) ? value : conversion.apply(value);
    }

    private static String text(Object value) {
        if (value instanceof byte[] bytes) {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
            } catch (CharacterCodingException e) {
                throw new IllegalArgumentException("not UTF-8", e);
            }
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof Number || value instanceof Boolean || value instanceof Instant) {
            return value.toString();
        }
        throw new IllegalArgumentException("not a text");
    }

    private static BigInteger integer(Object value) {
        return decimal(value).toBigIntegerExact();
    }

    private static BigDecimal decimal(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        String text = value instanceof Number ? value.toString() : text(value, "number");
        if (text.length() > LONGEST_NUMBER) {
            throw new IllegalArgumentException("too long for a number");
        }
        BigDecimal number = new BigDecimal(text.strip());
        if (Math.abs((long) number.scale()) > LONGEST_NUMBER * 10L) {
            throw new ArithmeticException("too large or small");
        }
        return number;
    }

    private static Float floatValue(Object value) {
        float number = value instanceof Double wide
                ? wide.floatValue()
                : decimal(value).floatValue();
        check(number, value);
        return number;
    }

    private static Double doubleValue(Object value) {
        double number = value instanceof Float narrow ? narrow : decimal(value).doubleValue();
        check(number, value);
        return number;
    }

    /** A number is the same after the conversion. A text has as many digits as its sender likes, and is finite. */
    private static void check(double converted, Object value) {
        boolean same;
        if (value instanceof Double || value instanceof Float) {
            same = Double.compare(converted, ((Number) value).doubleValue()) == 0;
        } else if (value instanceof Number) {
            same = Double.isFinite(converted) && new BigDecimal(converted).compareTo(decimal(value)) == 0;
        } else {
            same = Double.isFinite(converted);
        }
        if (!same) {
            throw new ArithmeticException("does not fit");
        }
    }

    private static Boolean truth(Object value) {
        String text = text(value, "boolean");
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return Boolean.valueOf(text);
        }
        throw new IllegalArgumentException("neither true nor false");
    }

    private static Instant instant(Object value) {
        return Instant.parse(text(value, "time"));
    }

    private static byte[] bytes(Object value) {
        return text(value, "bytes").getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Object value, String wanted) {
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof byte[]) {
            return text(value);
        }
        throw new IllegalArgumentException("no " + wanted);
    }

    private static <C> C as(Class<C> wanted, Object value) {
        if (wanted.isInstance(value)) {
            return wanted.cast(value);
        }
        throw new IllegalArgumentException("no " + wanted.getSimpleName());
    }
}
