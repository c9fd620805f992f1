package io.carrotmq;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The headers of a message that anybody may have written: what is not of the type it should be counts as absent. */
record Headers(Map<?, ?> values) {

    Optional<String> text(String name) {
        return text(values.get(name));
    }

    private static Optional<String> text(Object value) {
        if (value instanceof String string) {
            return Optional.of(string);
        }
        return value instanceof byte[] bytes
                ? Optional.of(new String(bytes, StandardCharsets.UTF_8))
                : Optional.empty();
    }

    /** {@return what names something, which the empty text does not} */
    Optional<String> name(String name) {
        return text(name).filter(text -> !text.isEmpty());
    }

    /** {@return a number from zero on} */
    Optional<Integer> count(String name) {
        if (values.get(name) instanceof Number number) {
            return Optional.of((int) Math.max(0, Math.min(Integer.MAX_VALUE, number.longValue())));
        }
        return text(name).filter(text -> text.matches("\\d{1,9}")).map(Integer::valueOf);
    }

    Optional<Instant> instant(String name) {
        if (values.get(name) instanceof Instant instant) {
            return Optional.of(instant);
        }
        try {
            return text(name).map(Instant::parse);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** {@return the first text of a list} */
    Optional<String> first(String name) {
        return values.get(name) instanceof List<?> list && !list.isEmpty() ? text(list.get(0)) : Optional.empty();
    }

    /** {@return the tables of a list} */
    List<Headers> tables(String name) {
        if (!(values.get(name) instanceof List<?> list)) {
            return List.of();
        }
        return list.stream()
                .filter(Map.class::isInstance)
                .map(table -> new Headers((Map<?, ?>) table))
                .toList();
    }
}
