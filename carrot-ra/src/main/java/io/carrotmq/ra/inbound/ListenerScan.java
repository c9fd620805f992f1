package io.carrotmq.ra.inbound;

import io.carrotmq.CarrotListener;
import io.carrotmq.CarrotMessageListener;
import io.carrotmq.ConfigurationException;
import io.carrotmq.Delivery;
import io.carrotmq.OnMessage;
import io.carrotmq.codec.Codecs;
import io.carrotmq.codec.Decoder;
import jakarta.resource.NotSupportedException;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceConfigurationError;

/** Looks at a bean class once, and finds its handlers or everything that is wrong with it. */
final class ListenerScan {
    private final Class<?> beanClass;
    private final List<String> problems = new ArrayList<>();

    private ListenerScan(Class<?> beanClass) {
        this.beanClass = beanClass;
    }

    /**
     * Finds out how to call a bean.
     *
     * @param beanClass the bean's class; null where the container does not tell
     * @throws NotSupportedException if the bean cannot be called, with every reason
     */
    static Listener listener(Class<?> beanClass) throws NotSupportedException {
        if (beanClass == null) {
            return new PlainListener();
        }
        ListenerScan scan = new ListenerScan(beanClass);
        Listener listener = scan.scan();
        if (!scan.problems.isEmpty()) {
            throw Messages.badBean(beanClass, scan.problems);
        }
        return listener;
    }

    private Listener scan() {
        boolean plain = CarrotMessageListener.class.isAssignableFrom(beanClass);
        boolean marked = CarrotListener.class.isAssignableFrom(beanClass);
        if (plain && marked) {
            problems.add(Messages.bothListeners());
        } else if (!plain && !marked) {
            problems.add(Messages.noListener());
        }
        return marked ? markedListener() : new PlainListener();
    }

    private Listener markedListener() {
        List<Method> candidates = Arrays.stream(beanClass.getMethods())
                .filter(method -> method.isAnnotationPresent(OnMessage.class) && !method.isBridge())
                .sorted(Comparator.comparing(Method::toGenericString)) // getMethods() has no order
                .toList();
        hiddenMethods();
        if (candidates.isEmpty()) {
            problems.add(Messages.noHandler());
        }
        List<MarkedMethod> methods = new ArrayList<>();
        try {
            Codecs codecs = Codecs.of(beanClass.getClassLoader());
            for (Method method : candidates) {
                Type body = bodyType(method);
                if (body != null) {
                    decoder(codecs, method, body, methods);
                }
            }
        } catch (ServiceConfigurationError e) {
            problems.add(Messages.brokenCodecs(e));
        } catch (ConfigurationException e) {
            problems.add(e.getMessage());
        }
        ambiguities(methods);
        return new MarkedListener(methods);
    }

    /** A mark on a method that is not public would be a handler that never gets a message. */
    private void hiddenMethods() {
        for (Class<?> type = beanClass; type != null; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.isAnnotationPresent(OnMessage.class) && !Modifier.isPublic(method.getModifiers())) {
                    problems.add(Messages.notPublic(method));
                }
            }
        }
    }

    private void decoder(Codecs codecs, Method method, Type body, List<MarkedMethod> methods) {
        try {
            Decoder<?> decoder = codecs.decoder(body);
            TopicPattern pattern =
                    TopicPattern.of(method.getAnnotation(OnMessage.class).routingKey());
            methods.add(new MarkedMethod(method, pattern, decoder));
        } catch (ConfigurationException e) {
            problems.add(Messages.noDecoder(method, e));
        }
    }

    /** {@return the type to decode to, or null with the reasons added to the problems} */
    private Type bodyType(Method method) {
        int before = problems.size();
        if (Modifier.isStatic(method.getModifiers())) {
            problems.add(Messages.isStatic(method));
        }
        if (method.getReturnType() != void.class) {
            problems.add(Messages.returnsValue(method));
        }
        List<Type> bodies = new ArrayList<>();
        List<Type> deliveries = new ArrayList<>();
        for (Type type : method.getGenericParameterTypes()) {
            if (type == Delivery.class) {
                deliveries.add(null);
            } else if (type instanceof ParameterizedType generic && generic.getRawType() == Delivery.class) {
                deliveries.add(generic.getActualTypeArguments()[0]);
            } else {
                bodies.add(type);
            }
        }
        if (bodies.size() > 1 || deliveries.size() > 1 || bodies.isEmpty() && deliveries.isEmpty()) {
            problems.add(Messages.wrongParameters(method));
            return null;
        }
        Type shown = deliveries.isEmpty() ? null : named(deliveries.get(0));
        Type body = bodies.isEmpty() ? (shown == null ? byte[].class : shown) : bodies.get(0);
        if (shown != null && !bodies.isEmpty() && !shown.equals(body)) {
            problems.add(Messages.otherDelivery(method, shown, body));
        }
        if (isOpen(body)) {
            problems.add(Messages.openType(method, body));
        }
        return problems.size() > before ? null : body;
    }

    /** Whether some part of the type is not written out, so that nobody knows what to decode to. */
    private static boolean isOpen(Type type) {
        if (type instanceof ParameterizedType generic) {
            return Arrays.stream(generic.getActualTypeArguments()).anyMatch(ListenerScan::isOpen);
        }
        if (type instanceof GenericArrayType array) {
            return isOpen(array.getGenericComponentType());
        }
        return type instanceof TypeVariable || type instanceof WildcardType;
    }

    /** {@code Delivery<?>} is a delivery of whatever the body is. */
    private static Type named(Type argument) {
        return argument instanceof WildcardType ? null : argument;
    }

    private void ambiguities(List<MarkedMethod> methods) {
        for (int i = 0; i < methods.size(); i++) {
            for (int j = i + 1; j < methods.size(); j++) {
                MarkedMethod one = methods.get(i);
                MarkedMethod other = methods.get(j);
                if (TopicPattern.MORE_LITERAL.compare(one.pattern(), other.pattern()) == 0
                        && one.pattern().overlaps(other.pattern())) {
                    problems.add(Messages.ambiguous(one, other));
                }
            }
        }
    }
}
