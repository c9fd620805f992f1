package io.carrotmq.cdi.internal.consume.read;

import io.carrotmq.ConfigurationException;
import io.carrotmq.Delivery;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.cdi.Batch;
import io.carrotmq.cdi.Consume;
import io.carrotmq.cdi.DeadLetter;
import io.carrotmq.cdi.Retry;
import io.carrotmq.cdi.internal.broker.Application;
import io.carrotmq.cdi.internal.config.Configuration;
import io.carrotmq.cdi.internal.consume.plan.ConsumerPlan;
import io.carrotmq.cdi.internal.consume.plan.TargetMethod;
import io.carrotmq.cdi.internal.type.TypeVariables;
import io.carrotmq.codec.Codec;
import io.carrotmq.codec.Decoder;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Reads one method: its annotations, what is set in their place from outside, and its signature. */
final class MethodReader {
    private static final String PREFIX = "carrot.consumers.";
    private static final Predicate<String> ID =
            Pattern.compile("[\\p{L}\\p{N}._$-]{1,200}").asMatchPredicate();
    private static final int UNCALLABLE = Modifier.PRIVATE | Modifier.STATIC | Modifier.FINAL | Modifier.ABSTRACT;
    private static final int MOST_PREFETCH = 65_535;
    private static final int MOST_CONCURRENCY = 1_000;
    private static final int LEAST_DEFAULT_PREFETCH = 20;
    private static final Duration LEAST_TIMEOUT = Duration.ofMillis(1);
    private static final Duration LONGEST_TIMEOUT = Duration.ofDays(1);
    private static final Duration LONGEST_DRAIN = Duration.ofHours(1);

    private final Application application;
    private final ConsumingBean bean;
    private final AnnotatedMethod<?> method;
    private final Place place;
    private final TypeVariables variables;

    MethodReader(
            Application application,
            ConsumingBean bean,
            AnnotatedMethod<?> method,
            List<ConfigurationException> problems) {
        this.application = application;
        this.bean = bean;
        this.method = method;
        this.place = new Place(
                bean.javaClass().getName() + "." + method.getJavaMember().getName(), problems);
        this.variables = TypeVariables.withBounds(bean.javaClass());
    }

    /** The plan; empty if something is wrong, or if there is no {@code @Consume}. */
    Optional<ConsumerPlan> read() {
        Consume written = method.getAnnotation(Consume.class);
        if (written == null) {
            place.add(Messages.withoutConsume(
                    place.name(),
                    ConsumingBean.BESIDE.stream()
                            .filter(method::isAnnotationPresent)
                            .map(annotation -> "@" + annotation.getSimpleName())
                            .toList()));
            return Optional.empty();
        }
        int before = place.problems().size();
        checkCallable();
        ParameterTypes.checkMethod(place, method);
        ConsumerPlan plan = read(written, id(written));
        return place.problems().size() == before ? Optional.of(plan) : Optional.empty();
    }

    private String id(Consume written) {
        if (written.id().isEmpty()) {
            return bean.javaClass().getSimpleName() + "."
                    + method.getJavaMember().getName();
        }
        if (!ID.test(written.id())) {
            place.add(Messages.malformed(
                    place.name(),
                    "@Consume.id",
                    written.id(),
                    "is no name for settings",
                    "write letters, digits, '.', '_', '-' and '$', at most 200"));
        }
        return written.id();
    }

    private void checkCallable() {
        if (uncallable() != 0) {
            place.add(Messages.notCallable(place.name(), Modifier.toString(uncallable())));
        }
    }

    private int uncallable() {
        return method.getJavaMember().getModifiers() & UNCALLABLE;
    }

    private ConsumerPlan read(Consume written, String id) {
        Configuration outside = application.configuration();
        String prefix = PREFIX + id;
        Consume consume = outside.overridden(written, prefix, bean.module());
        Retry retry = outside.overridden(orDefault(Retry.class, Defaults.RETRY), prefix + ".retry", bean.module());
        DeadLetter deadLetter = outside.overridden(
                orDefault(DeadLetter.class, Defaults.DEAD_LETTER), prefix + ".deadLetter", bean.module());
        Batch batch = method.getAnnotation(Batch.class);
        if (batch != null) {
            batch = outside.overridden(batch, prefix + ".batch", bean.module());
        }
        if (!consume.id().equals(written.id())) {
            place.add(Messages.contradiction(
                    place.name(),
                    prefix + ".id is set, and the id is what settings find a consumer by",
                    "remove it, and change the annotation"));
        }
        return plan(id, consume, new QueueReader(place, written, consume), retry, deadLetter, batch);
    }

    private <A extends Annotation> A orDefault(Class<A> annotation, A absent) {
        A written = method.getAnnotation(annotation);
        return written == null ? absent : written;
    }

    private ConsumerPlan plan(
            String id, Consume consume, QueueReader queues, Retry retry, DeadLetter deadLetter, Batch batch) {
        application.useBroker(consume.broker(), place.name());
        String queue = queues.name();
        FailureReader failures = new FailureReader(place);
        BatchReader batches = new BatchReader(place);
        SubscribeOptions options = SubscribeOptions.DEFAULT
                .prefetch(prefetch(consume, batch))
                .exclusive(consume.exclusive())
                .arguments(queues.arguments("@Consume.arguments", consume.arguments()))
                .topology(queues.topology(queue))
                .redelivery(failures.redelivery(retry))
                .deadLettering(failures.deadLettering(deadLetter, queue));
        Parameters parameters = batch == null
                ? new ParameterReader(place, variables).read(method)
                : batches.parameters(method, variables);
        Function<Delivery<?>, Object> lane =
                new OrderReader(place).lane(consume.orderBy(), parameters.body(), batch != null);
        Codec<Object> reply =
                new ReplyReader(place, method, variables).codec(batch != null, application, bean.module());
        return new ConsumerPlan(
                id,
                place.name(),
                consume.broker(),
                bean.module(),
                queue,
                options,
                decoder(parameters.body(), parameters.mediaType()),
                consume.concurrency(),
                lane,
                place.duration("@Consume.timeout", consume.timeout(), LEAST_TIMEOUT, LONGEST_TIMEOUT)
                        .orElse(Duration.ZERO),
                place.duration("@Consume.drain", consume.drain(), Duration.ZERO, LONGEST_DRAIN)
                        .orElse(Duration.ZERO),
                consume.autoStart(),
                batch == null ? null : batches.size(batch),
                failures.retriable(retry),
                isTransacted(),
                reply,
                target(parameters));
    }

    private int prefetch(Consume consume, Batch batch) {
        place.range("@Consume.concurrency", consume.concurrency(), 1, MOST_CONCURRENCY);
        place.range("@Consume.prefetch", consume.prefetch(), 0, MOST_PREFETCH);
        int least = Math.max(consume.concurrency(), batch == null ? 1 : batch.max());
        if (consume.prefetch() == 0) {
            int wanted = Math.max(LEAST_DEFAULT_PREFETCH, Math.max(2 * consume.concurrency(), least));
            return Math.min(MOST_PREFETCH, wanted);
        }
        if (consume.prefetch() > 0 && consume.prefetch() < least) {
            place.add(Messages.contradiction(
                    place.name(),
                    "@Consume.prefetch is " + consume.prefetch() + ", fewer than "
                            + (least == consume.concurrency() ? "the concurrency" : "the messages of a batch") + ", "
                            + least,
                    "raise it, or leave it away"));
        }
        return Math.max(1, Math.min(MOST_PREFETCH, consume.prefetch()));
    }

    private Decoder<?> decoder(Type body, String mediaType) {
        try {
            return application
                    .codecs(bean.module(), place.name())
                    .decoder(mediaType, body, place.name(), "body '" + body.getTypeName() + "'");
        } catch (ConfigurationException e) {
            place.add(e);
            return null;
        }
    }

    private boolean isTransacted() {
        Optional<String> type = Transactionality.of(method, bean.type());
        if (type.filter("MANDATORY"::equals).isPresent()) {
            place.add(Messages.transactionType(place.name(), type.get()));
        }
        return type.filter("REQUIRED"::equals).isPresent();
    }

    private TargetMethod target(Parameters parameters) {
        Method target = method.getJavaMember();
        if (uncallable() != 0 || parameters.sources().size() != target.getParameterCount()) {
            return null; // a problem already
        }
        try {
            return BeanMethod.of(bean.bean(), target, parameters.sources());
        } catch (IllegalAccessException e) {
            place.add(Messages.notAccessible(place.name(), e));
            return null;
        }
    }
}
