package io.carrotmq.cdi.internal.consume.read;

import io.carrotmq.cdi.Broker;
import io.carrotmq.cdi.CorrelationId;
import io.carrotmq.cdi.Exchange;
import io.carrotmq.cdi.Header;
import io.carrotmq.cdi.Key;
import io.carrotmq.cdi.MessageId;
import io.carrotmq.cdi.Priority;
import io.carrotmq.cdi.Queue;
import io.carrotmq.cdi.RoutingKey;
import io.carrotmq.cdi.Ttl;
import io.carrotmq.cdi.internal.codec.Encoders;
import io.carrotmq.cdi.internal.type.TypeVariables;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.AnnotatedParameter;
import jakarta.inject.Inject;
import jakarta.inject.Qualifier;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Flow;
import java.util.stream.BaseStream;

/** What parameters can be, and what is meant for somewhere else. */
final class ParameterTypes {
    private static final Set<Class<? extends Annotation>> OF_CLIENTS =
            Set.of(Key.class, Ttl.class, Priority.class, MessageId.class, CorrelationId.class);
    private static final Set<Class<? extends Annotation>> OF_INJECTION =
            Set.of(Exchange.class, RoutingKey.class, Queue.class);
    private static final Set<Class<? extends Annotation>> OF_CONTAINER =
            Set.of(Inject.class, Produces.class, Disposes.class, Observes.class, ObservesAsync.class);
    private static final Map<Class<?>, String> NO_BODIES = Map.of(
            java.util.Properties.class, "the message's properties are io.carrotmq.Properties",
            Optional.class, "a body is always there; write its own type",
            InputStream.class, "a body is there as a whole; write byte[]",
            BaseStream.class, "write a List, or @Batch for several messages",
            Flow.Publisher.class, "write a List, or @Batch for several messages",
            void.class, "leave it away");

    private ParameterTypes() {}

    /** What makes the container call the method, or says where to send, has no meaning beside {@code @Consume}. */
    static void checkMethod(Place place, AnnotatedMethod<?> method) {
        for (Annotation annotation : method.getAnnotations()) {
            Class<? extends Annotation> type = annotation.annotationType();
            String name = "@" + type.getSimpleName();
            if (OF_CONTAINER.contains(type)) {
                place.add(Messages.meaningless(
                        place.name(), name, "a @Consume method is called with messages only; write another method"));
            } else if (type == Broker.class) {
                place.add(Messages.meaningless(place.name(), name, "write @Consume(broker = \"name\")"));
            } else if (OF_INJECTION.contains(type)) {
                place.add(Messages.meaningless(
                        place.name(),
                        name,
                        "a reply goes where its request says; inject a Publisher to send anything else"));
            }
        }
    }

    /** What has a meaning for other parameters is a mistake on this one. */
    static void checkAnnotations(Place place, AnnotatedParameter<?> parameter, boolean undecoded) {
        for (Annotation annotation : parameter.getAnnotations()) {
            Class<? extends Annotation> type = annotation.annotationType();
            String name = "@" + type.getSimpleName();
            if (OF_CLIENTS.contains(type)) {
                place.add(Messages.meaningless(
                        place.name(),
                        name,
                        "it is for parameters of a @CarrotClient; take Properties, Envelope or @Header to read it"));
            } else if (OF_CONTAINER.contains(type)) {
                place.add(Messages.meaningless(
                        place.name(), name, "a @Consume method is called with messages only; write another method"));
            } else if (Encoders.isEncoder(annotation) && undecoded) {
                place.add(Messages.meaningless(place.name(), name, "only bodies are decoded; move it to the body"));
            } else if (type.isAnnotationPresent(Qualifier.class) && !Encoders.isEncoder(annotation)) {
                place.add(Messages.meaningless(
                        place.name(), name, "nothing is injected into a @Consume method; inject into a field"));
            }
        }
    }

    /** What no codec means when it says that it can decode it. */
    static void checkBody(Place place, Type type) {
        Class<?> raw = TypeVariables.raw(type);
        NO_BODIES.forEach((no, remedy) -> {
            if (no.isAssignableFrom(raw)) {
                place.add(Messages.noParameterType(place.name(), type, remedy));
            }
        });
        if (isService(raw)) {
            place.add(Messages.noParameterType(
                    place.name(),
                    type,
                    "it is no body, and nothing is injected into a @Consume method; inject it into a" + " field"));
        }
    }

    private static boolean isService(Class<?> type) {
        String inPackage = type.getPackageName();
        return inPackage.equals(Header.class.getPackageName()) && type.isAnnotation()
                || inPackage.equals("io.carrotmq")
                || inPackage.startsWith("jakarta.enterprise.")
                || inPackage.startsWith("jakarta.inject");
    }

    /** Whether it is a wildcard without a bound. */
    static boolean isAny(Type type) {
        return type instanceof WildcardType;
    }
}
