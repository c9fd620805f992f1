package io.carrotmq.cdi.internal.consume.read;

import io.carrotmq.Delivery;
import io.carrotmq.cdi.Batch;
import io.carrotmq.cdi.internal.codec.Encoders;
import io.carrotmq.cdi.internal.consume.plan.ConsumerPlan;
import io.carrotmq.cdi.internal.type.TypeVariables;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.AnnotatedParameter;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Reads a method that takes several deliveries at a time. */
final class BatchReader {
    private static final int LARGEST = 10_000;
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Place place;

    BatchReader(Place place) {
        this.place = place;
    }

    ConsumerPlan.BatchSize size(Batch batch) {
        place.range("@Batch.max", batch.max(), 1, LARGEST);
        return new ConsumerPlan.BatchSize(
                batch.max(),
                place.duration("@Batch.within", batch.within(), Duration.ZERO, LONGEST)
                        .orElse(Duration.ZERO));
    }

    Parameters parameters(AnnotatedMethod<?> method, TypeVariables variables) {
        if (method.getParameters().size() != 1) {
            place.add(Messages.batchShape(place.name(), method.getParameters().size() + " parameters"));
            return new Parameters(byte[].class, "", List.of());
        }
        AnnotatedParameter<?> parameter = method.getParameters().get(0);
        ParameterTypes.checkAnnotations(place.parameter(0), parameter, false);
        String mediaType = Encoders.mediaType(ParameterReader.encoders(parameter), place.name(), place.problems());
        Type list = variables.resolve(parameter.getBaseType());
        Type element = TypeVariables.argument(list);
        if (TypeVariables.raw(list) != List.class || element == null) {
            place.add(Messages.batchShape(place.name(), "a '" + list.getTypeName() + "'"));
            return new Parameters(byte[].class, mediaType, List.of());
        }
        if (TypeVariables.raw(element) == Delivery.class) {
            Type shown = TypeVariables.argument(element);
            boolean any = shown == null || ParameterTypes.isAny(shown);
            return new Parameters(written(any ? byte[].class : shown), mediaType, List.of(Function.identity()));
        }
        ParameterTypes.checkBody(place.parameter(0), element);
        return new Parameters(written(element), mediaType, List.of(BatchReader::bodies));
    }

    private Type written(Type body) {
        if (TypeVariables.isWrittenOut(body)) {
            return body;
        }
        place.add(Messages.openType(place.name(), body));
        return byte[].class;
    }

    private static Object bodies(Object batch) {
        return ((List<?>) batch)
                .stream().map(delivery -> ((Delivery<?>) delivery).body()).toList();
    }
}
