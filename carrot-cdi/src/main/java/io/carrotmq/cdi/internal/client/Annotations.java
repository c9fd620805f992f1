package io.carrotmq.cdi.internal.client;

import io.carrotmq.ConfigurationException;
import io.carrotmq.cdi.CarrotClient;
import io.carrotmq.cdi.internal.codec.Encoders;
import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Tells which annotations mean nothing where they stand.
 *
 * @param isBinding whether an annotation binds an interceptor, which nothing that Carrot implements has
 */
record Annotations(Predicate<Class<? extends Annotation>> isBinding) {
    private static final String OURS = CarrotClient.class.getPackageName();

    static boolean isOurs(Annotation annotation) {
        return annotation.annotationType().getPackageName().equals(OURS);
    }

    /** Adds a problem for each that Carrot takes no notice of, though it looks as if. */
    void check(
            Annotation[] annotations,
            String point,
            Set<Class<? extends Annotation>> meant,
            String remedy,
            List<ConfigurationException> problems) {
        Arrays.stream(annotations)
                .filter(annotation -> !Encoders.isEncoder(annotation))
                .map(Annotation::annotationType)
                .filter(annotation -> !meant.contains(annotation))
                .forEach(annotation -> {
                    if (annotation.getPackageName().equals(OURS)) {
                        problems.add(Messages.misplaced(point, annotation, remedy));
                    } else if (isBinding.test(annotation)) {
                        problems.add(Messages.misplaced(
                                point,
                                annotation,
                                "nothing intercepts what Carrot implements; put it on the methods that call this"));
                    }
                });
    }
}
