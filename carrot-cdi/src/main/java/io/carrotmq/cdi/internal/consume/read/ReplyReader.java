package io.carrotmq.cdi.internal.consume.read;

import io.carrotmq.ConfigurationException;
import io.carrotmq.Outcome;
import io.carrotmq.cdi.internal.broker.Application;
import io.carrotmq.cdi.internal.codec.Encoders;
import io.carrotmq.cdi.internal.type.TypeVariables;
import io.carrotmq.codec.Codec;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;

/** Reads what a method returns. */
final class ReplyReader {
    private static final Map<Class<?>, String> NO_REPLIES = Map.of(
            Optional.class, "write the type itself: null sends no reply",
            BaseStream.class, "write a List",
            Flow.Publisher.class, "write a List",
            Future.class, "write CompletionStage, which tells when it completes",
            CompletionStage.class, "write CompletionStage or CompletableFuture, and no stage of a stage");

    private final Place place;
    private final AnnotatedMethod<?> method;
    private final TypeVariables variables;

    ReplyReader(Place place, AnnotatedMethod<?> method, TypeVariables variables) {
        this.place = place;
        this.method = method;
        this.variables = variables;
    }

    /** How what the method returns is encoded; null if it returns nothing to send. */
    Codec<Object> codec(boolean batch, Application application, ClassLoader module) {
        List<Annotation> encoders =
                method.getAnnotations().stream().filter(Encoders::isEncoder).toList();
        String mediaType = Encoders.mediaType(encoders, place.name(), place.problems());
        Type type = settled();
        if (isOutcome(type, batch)) {
            encoders.forEach(encoder -> place.add(Messages.meaningless(
                    place.name(),
                    "@" + encoder.annotationType().getSimpleName(),
                    "on the method it says how a reply is encoded, and this one returns none; for the body write it at"
                            + " the parameter")));
            return null;
        }
        int before = place.problems().size();
        check(type, batch);
        if (place.problems().size() > before) {
            return null;
        }
        try {
            return application
                    .codecs(module, place.name())
                    .codec(
                            mediaType.isEmpty() ? Encoders.DEFAULT_MEDIA_TYPE : mediaType,
                            type,
                            place.name(),
                            "reply '" + type.getTypeName() + "'");
        } catch (ConfigurationException e) {
            place.add(e);
            return null;
        }
    }

    /** The type of the value, when it is there. */
    private Type settled() {
        Type returned = variables.resolve(method.getBaseType());
        Class<?> raw = TypeVariables.raw(returned);
        if (raw != CompletionStage.class && raw != CompletableFuture.class) {
            return TypeVariables.boxed(returned);
        }
        Type value = TypeVariables.argument(returned);
        return value == null ? returned : value;
    }

    private static boolean isOutcome(Type type, boolean batch) {
        return type == Void.class || type == Outcome.class || batch && isOutcomes(type);
    }

    private static boolean isOutcomes(Type type) {
        return TypeVariables.raw(type) == List.class && TypeVariables.argument(type) == Outcome.class;
    }

    private void check(Type type, boolean batch) {
        Class<?> raw = TypeVariables.raw(type);
        if (batch) {
            place.add(Messages.returnType(
                    place.name(),
                    type,
                    "says nothing about a batch; return void, Outcome or List<Outcome>, or a CompletionStage of one of"
                            + " them"));
        } else if (isOutcomes(type)) {
            place.add(Messages.returnType(place.name(), type, "is for @Batch methods; return one Outcome"));
        } else if (raw.getPackageName().equals(Outcome.class.getPackageName())) {
            place.add(Messages.returnType(place.name(), type, "is no reply; return void, Outcome or a value to send"));
        } else if (type == CompletionStage.class
                || type == CompletableFuture.class
                || !TypeVariables.isWrittenOut(type)) {
            place.add(Messages.openType(place.name(), type));
        } else {
            NO_REPLIES.forEach((no, remedy) -> {
                if (no.isAssignableFrom(raw)) {
                    place.add(Messages.returnType(place.name(), type, "cannot be sent; " + remedy));
                }
            });
        }
    }
}
