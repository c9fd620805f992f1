package io.carrotmq.cdi.internal.client;

import io.carrotmq.ConfigurationException;
import io.carrotmq.SendOptions;
import io.carrotmq.cdi.RoutingKey;
import io.carrotmq.cdi.TxMode;
import io.carrotmq.cdi.Unconfirmed;
import io.carrotmq.cdi.internal.codec.Encoders;
import io.carrotmq.cdi.internal.config.Configuration;
import io.carrotmq.cdi.internal.type.TypeVariables;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Reads one method that Carrot implements: what it sends, and everything that is wrong with it. */
final class MethodReader {
    private static final Set<Class<? extends Annotation>> MEANT =
            Set.of(RoutingKey.class, Unconfirmed.class, TxMode.class);
    private static final Set<Class<? extends Annotation>> MEANT_FOR_PARAMETERS = Role.annotations();

    /**
     * What a method has from its interface.
     *
     * @param type the interface
     * @param variables what its type variables stand for
     * @param options where and how its methods send
     * @param mediaType how bodies are encoded; empty if it does not say
     * @param prefix what begins the names of its settings
     */
    record Context(Class<?> type, TypeVariables variables, SendOptions options, String mediaType, String prefix) {}

    private final Method method;
    private final Context context;
    private final Configuration configuration;
    private final Annotations annotations;
    private final List<ConfigurationException> problems;
    private final String point;
    private final List<Slot> slots = new ArrayList<>();
    private final List<Integer> bodies = new ArrayList<>();

    MethodReader(
            Method method,
            Context context,
            Configuration configuration,
            Annotations annotations,
            List<ConfigurationException> problems) {
        this.method = method;
        this.context = context;
        this.configuration = configuration;
        this.annotations = annotations;
        this.problems = problems;
        this.point = Points.of(context.type(), method);
    }

    /** Reads the method; null if it has no body of a known type, so that nothing more can be told. */
    SendPlan read() {
        annotations.check(
                method.getAnnotations(),
                point,
                MEANT,
                "a method takes @RoutingKey, @Unconfirmed, @TxMode and one encoder qualifier; the exchange and the broker"
                        + " stand in @CarrotClient",
                problems);
        for (int i = 0; i < method.getParameterCount(); i++) {
            readParameter(i);
        }
        KeyTemplate template = readKey();
        Reply reply = readReply();
        SendOptions options = readOptions().routingKey(template.isFixed() ? template.text() : "");
        String ofMethod = Encoders.mediaType(List.of(method.getAnnotations()), point, problems);
        if (bodies.size() != 1) {
            problems.add(Messages.bodies(point, bodies.size()));
            return null;
        }
        int body = bodies.get(0);
        Type bodyType = readBody(body);
        String mediaType = nearest(ofBody(body), ofMethod, context.mediaType(), Encoders.DEFAULT_MEDIA_TYPE);
        return bodyType == null
                ? null
                : new SendPlan(method, point, options, template, body, bodyType, mediaType, slots, reply);
    }

    private static String nearest(String... mediaTypes) {
        return Arrays.stream(mediaTypes)
                .filter(mediaType -> !mediaType.isEmpty())
                .findFirst()
                .orElseThrow();
    }

    private void readParameter(int index) {
        String parameter = Points.ofParameter(point, index);
        Annotation[] all = method.getParameterAnnotations()[index];
        annotations.check(
                all,
                parameter,
                MEANT_FOR_PARAMETERS,
                "a parameter takes @Key, @Header, @Ttl, @Priority, @MessageId and @CorrelationId, or is the body",
                problems);
        int before = slots.size();
        for (Annotation annotation : all) {
            Role.of(annotation).ifPresent(role -> addSlot(new Slot(role, Role.name(annotation), index), parameter));
        }
        if (slots.size() == before) {
            bodies.add(index);
            return;
        }
        Arrays.stream(all)
                .filter(Encoders::isEncoder)
                .forEach(encoder -> problems.add(Messages.misplaced(
                        parameter, encoder.annotationType(), "only the body is encoded, and this is none")));
    }

    private void addSlot(Slot slot, String parameter) {
        Type type = context.variables().resolve(method.getGenericParameterTypes()[slot.parameter()]);
        if (slot.role().isNamed() && slot.name().isBlank()) {
            problems.add(Messages.blank(parameter, slot.label()));
        }
        if (!slot.role().fits(type)) {
            problems.add(
                    slot.role() == Role.HEADER
                            ? Messages.unfitHeader(parameter, slot.label(), type)
                            : Messages.unfitParameter(
                                    parameter, slot.label(), type, slot.role().expected()));
        }
        slots.stream()
                .filter(other -> other.role() == slot.role() && other.name().equals(slot.name()))
                .findFirst()
                .ifPresentOrElse(
                        other -> problems.add(Messages.twice(parameter, slot.label(), other.parameter())),
                        () -> slots.add(slot));
    }

    private KeyTemplate readKey() {
        RoutingKey written = method.getAnnotation(RoutingKey.class);
        RoutingKey key = configuration.overridden(
                written == null ? RoutingKey.Literal.of("") : written, setting("routingKey"), loader());
        KeyTemplate template = KeyTemplate.parse(key.value());
        if (!template.defect().isEmpty()) {
            problems.add(Messages.malformedTemplate(point, template));
            return template;
        }
        if (key.value().isEmpty()
                ? context.options().exchange().isEmpty()
                : key.value().isBlank()) {
            problems.add(
                    key.value().isEmpty()
                            ? Messages.noPlaceInClient(point)
                            : Messages.blank(point, "@RoutingKey(\"" + key.value() + "\")"));
        }
        List<String> given = slots.stream()
                .filter(slot -> slot.role() == Role.KEY)
                .map(Slot::name)
                .toList();
        template.names().stream()
                .distinct()
                .filter(name -> !given.contains(name))
                .forEach(name -> problems.add(Messages.nameWithoutKey(point, template, name)));
        given.stream()
                .filter(name -> !name.isBlank() && !template.names().contains(name))
                .forEach(name -> problems.add(Messages.keyWithoutName(point, name, template)));
        return template;
    }

    private Reply readReply() {
        Type returned = context.variables().resolve(method.getGenericReturnType());
        if (method.isAnnotationPresent(Unconfirmed.class)) {
            if (returned != void.class) {
                problems.add(Messages.unconfirmedResult(point, returned));
            }
            return Reply.NOTHING;
        }
        return Reply.of(returned).orElseGet(() -> {
            problems.add(Messages.unfitReturn(point, returned));
            return Reply.RETURN;
        });
    }

    private SendOptions readOptions() {
        return ClientReader.transactionMode(
                context.options(), method.getAnnotation(TxMode.class), configuration, setting("txMode"));
    }

    private String setting(String member) {
        return context.prefix() + "." + method.getName() + "." + member;
    }

    private ClassLoader loader() {
        return context.type().getClassLoader();
    }

    private String ofBody(int index) {
        return Encoders.mediaType(
                List.of(method.getParameterAnnotations()[index]), Points.ofParameter(point, index), problems);
    }

    private Type readBody(int index) {
        Type type = context.variables().resolve(method.getGenericParameterTypes()[index]);
        if (!TypeVariables.isWrittenOut(type)) {
            problems.add(Messages.unresolvedBody(Points.ofParameter(point, index), type));
            return null;
        }
        return TypeVariables.boxed(type);
    }
}
