package io.carrotmq.cdi.internal.client;

import io.carrotmq.ConfigurationException;
import io.carrotmq.SendOptions;
import io.carrotmq.TransactionMode;
import io.carrotmq.cdi.CarrotClient;
import io.carrotmq.cdi.TxMode;
import io.carrotmq.cdi.internal.codec.Encoders;
import io.carrotmq.cdi.internal.config.Configuration;
import io.carrotmq.cdi.internal.type.TypeVariables;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Reads an interface that Carrot implements. */
final class ClientReader {
    private final Class<?> type;
    private final Configuration configuration;
    private final Annotations annotations;
    private final List<ConfigurationException> problems = new ArrayList<>();

    private ClientReader(Class<?> type, Configuration configuration, Annotations annotations) {
        this.type = type;
        this.configuration = configuration;
        this.annotations = annotations;
    }

    static SendOptions transactionMode(
            SendOptions options, TxMode written, Configuration configuration, String setting) {
        TransactionMode mode = configuration.transactionMode(written, setting);
        return mode == null ? options : options.transactionMode(mode);
    }

    static ClientPlan read(Class<?> type, Configuration configuration, Annotations annotations) {
        return new ClientReader(type, configuration, annotations).read();
    }

    private ClientPlan read() {
        String prefix = "carrot.clients." + type.getSimpleName();
        CarrotClient client =
                configuration.overridden(type.getAnnotation(CarrotClient.class), prefix, type.getClassLoader());
        if (!type.isInterface()) {
            problems.add(Messages.misplaced(
                    type.getName(),
                    CarrotClient.class,
                    "Carrot implements interfaces; make it one, or extend io.carrotmq.cdi.PublisherSupport"));
            return new ClientPlan(type, client.exchange(), client.broker(), List.of(), List.of(), problems);
        }
        annotations.check(
                type.getAnnotations(),
                type.getName(),
                Set.of(CarrotClient.class, TxMode.class),
                "an interface takes @TxMode and one encoder qualifier; the exchange and the broker stand in"
                        + " @CarrotClient, @RoutingKey on each method",
                problems);
        checkNames(client);
        SendOptions options = SendOptions.DEFAULT
                .exchange(client.exchange())
                .mandatory(client.mandatory())
                .persistent(client.persistent());
        var context = new MethodReader.Context(
                type,
                TypeVariables.of(type),
                transactionMode(options, type.getAnnotation(TxMode.class), configuration, prefix + ".txMode"),
                Encoders.mediaType(List.of(type.getAnnotations()), type.getName(), problems),
                prefix);
        return plan(client, context);
    }

    private void checkNames(CarrotClient client) {
        Map.of("exchange", client.exchange(), "broker", client.broker()).forEach((member, name) -> {
            if (name.isBlank() && !name.isEmpty()) {
                problems.add(Messages.blank(type.getName(), "@CarrotClient(" + member + " = \"" + name + "\")"));
            }
        });
    }

    private ClientPlan plan(CarrotClient client, MethodReader.Context context) {
        List<SendPlan> sends = new ArrayList<>();
        List<Method> defaults = new ArrayList<>();
        for (Method method : type.getMethods()) {
            if (!Modifier.isAbstract(method.getModifiers())) {
                checkImplemented(method, defaults);
            } else if (!isOfObject(method)) {
                sends.add(new MethodReader(method, context, configuration, annotations, problems).read());
            }
        }
        sends.removeIf(Objects::isNull);
        return new ClientPlan(type, client.exchange(), client.broker(), sends, defaults, problems);
    }

    private void checkImplemented(Method method, List<Method> defaults) {
        if (method.isDefault()) {
            defaults.add(method);
        }
        if (!method.isBridge()) { // which has the annotations of what it leads to
            annotations.check(
                    method.getAnnotations(),
                    Points.of(type, method),
                    Set.of(),
                    "a method with a body runs as it is",
                    problems);
        }
    }

    /** A proxy never asks its interface for these three. */
    private static boolean isOfObject(Method method) {
        return Arrays.stream(Object.class.getMethods())
                .anyMatch(own -> own.getName().equals(method.getName())
                        && Arrays.equals(own.getParameterTypes(), method.getParameterTypes()));
    }
}
