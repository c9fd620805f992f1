package io.carrotmq.cdi.internal.consume.read;

import jakarta.enterprise.inject.Stereotype;
import jakarta.enterprise.inject.spi.Annotated;
import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads {@code jakarta.transaction.Transactional}, which is looked for by its name: applications without transactions need
 * not have the class.
 */
final class Transactionality {
    private static final String TRANSACTIONAL = "jakarta.transaction.Transactional";

    private Transactionality() {}

    /** The name of its type, such as {@code REQUIRED}; that of the method, else of its class, else of a stereotype. */
    static Optional<String> of(Annotated method, Annotated type) {
        return type(method.getAnnotations())
                .or(() -> type(type.getAnnotations()))
                .or(() -> stereotypes(type.getAnnotations(), new HashSet<>())
                        .flatMap(stereotype -> type(Arrays.asList(stereotype.getAnnotations())).stream())
                        .findFirst());
    }

    private static Stream<Class<? extends Annotation>> stereotypes(
            Collection<Annotation> annotations, Set<Class<? extends Annotation>> seen) {
        return annotations.stream()
                .<Class<? extends Annotation>>map(Annotation::annotationType)
                .filter(type -> type.isAnnotationPresent(Stereotype.class) && seen.add(type))
                .flatMap(type ->
                        Stream.concat(Stream.of(type), stereotypes(Arrays.asList(type.getAnnotations()), seen)));
    }

    private static Optional<String> type(Collection<Annotation> annotations) {
        return annotations.stream()
                .filter(annotation -> annotation.annotationType().getName().equals(TRANSACTIONAL))
                .findFirst()
                .map(Transactionality::value);
    }

    private static String value(Annotation transactional) {
        try {
            return ((Enum<?>) transactional.annotationType().getMethod("value").invoke(transactional)).name();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(transactional.toString(), e);
        }
    }
}
