package io.carrotmq.cdi.internal.client;

import io.carrotmq.ConfigurationException;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.Consumer;
import io.carrotmq.Publisher;
import io.carrotmq.SendOptions;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.cdi.Broker;
import io.carrotmq.cdi.ConsumerSupport;
import io.carrotmq.cdi.Exchange;
import io.carrotmq.cdi.PublisherSupport;
import io.carrotmq.cdi.Queue;
import io.carrotmq.cdi.RoutingKey;
import io.carrotmq.cdi.internal.codec.Encoders;
import io.carrotmq.cdi.internal.codec.ModuleCodecs;
import io.carrotmq.cdi.internal.config.Configuration;
import io.carrotmq.cdi.spi.SubclassConfiguration;
import io.carrotmq.event.ConsumerEvent;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a class says of itself that extends {@link PublisherSupport} or {@link ConsumerSupport}.
 *
 * @param type the class
 * @param broker the broker's name; empty for the default broker
 * @param sending where and how it sends; null for a consumer
 * @param queue where it takes from; null for a publisher
 * @param body the type of the bodies
 * @param mediaType the media type that its encoder qualifier names; empty if it has none
 * @param problems what is wrong with it
 */
record Subclass(
        Class<?> type,
        String broker,
        SendOptions sending,
        String queue,
        Type body,
        String mediaType,
        List<ConfigurationException> problems) {

    /** What neither the class nor Carrot's own is injected as: there may be many of the kind. */
    private static final Set<Class<?>> KINDS = Set.of(
            PublisherSupport.class,
            ConsumerSupport.class,
            Publisher.class,
            Consumer.class,
            Iterable.class,
            AutoCloseable.class);

    private static final Set<Class<? extends Annotation>> CONFIGURATION =
            Set.of(Exchange.class, RoutingKey.class, Queue.class, Broker.class);

    static boolean isSubclass(Class<?> type) {
        return type != PublisherSupport.class && PublisherSupport.class.isAssignableFrom(type)
                || type != ConsumerSupport.class && ConsumerSupport.class.isAssignableFrom(type);
    }

    /** Whether it configures the class, so that it is none of its bean's qualifiers. */
    static boolean isConfiguration(Annotation annotation) {
        return CONFIGURATION.contains(annotation.annotationType()) || Encoders.isEncoder(annotation);
    }

    /** The class, and what it extends and implements of the application's. */
    static Class<?>[] beanTypes(Class<?> type) {
        Set<Class<?>> types = new LinkedHashSet<>();
        collect(type, types);
        return types.toArray(new Class<?>[0]);
    }

    private static void collect(Class<?> type, Set<Class<?>> types) {
        if (type != null && !KINDS.contains(type) && types.add(type)) {
            collect(type.getSuperclass(), types);
            for (Class<?> each : type.getInterfaces()) {
                collect(each, types);
            }
        }
    }

    static Subclass read(Class<?> type, Configuration configuration) {
        return new SubclassReader(type, configuration).read();
    }

    private boolean publishes() {
        return sending != null;
    }

    /** Makes the codec, so that a missing one is found at deployment. */
    void resolve(ModuleCodecs codecs) {
        if (publishes()) {
            codecs.codec(publishedAs(), body, type.getName(), "publisher");
        } else {
            codecs.decoder(mediaType, body, type.getName(), "consumer");
        }
    }

    private String publishedAs() {
        return mediaType.isEmpty() ? Encoders.DEFAULT_MEDIA_TYPE : mediaType;
    }

    /** @param changes told how a consumer fares */
    SubclassConfiguration configuration(
            ConnectionFactory connections,
            ModuleCodecs codecs,
            java.util.function.Consumer<? super ConsumerEvent> changes) {
        return new Configured(this, connections, codecs, changes);
    }

    <T> Publisher<T> publisher(ConnectionFactory connections, ModuleCodecs codecs) {
        return Publisher.of(connections, codecs.codec(publishedAs(), body, type.getName(), "publisher"), sending);
    }

    <T> Consumer<T> consumer(ConnectionFactory connections, ModuleCodecs codecs) {
        return Consumer.of(
                connections,
                queue,
                codecs.decoder(mediaType, body, type.getName(), "consumer"),
                SubscribeOptions.DEFAULT);
    }
}
