package io.carrotmq.cdi.internal.consume.read;

import io.carrotmq.cdi.Consume;
import io.carrotmq.cdi.DeadLetter;
import io.carrotmq.cdi.Retry;
import java.lang.annotation.Annotation;

/** The annotations as they are where nothing is written. */
final class Defaults {
    static final Consume CONSUME = read(Consume.class);
    static final Retry RETRY = read(Retry.class);
    static final DeadLetter DEAD_LETTER = read(DeadLetter.class);

    private Defaults() {}

    @Consume
    @Retry
    @DeadLetter
    private static void carrier() {}

    private static <A extends Annotation> A read(Class<A> annotation) {
        try {
            return Defaults.class.getDeclaredMethod("carrier").getAnnotation(annotation);
        } catch (NoSuchMethodException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
