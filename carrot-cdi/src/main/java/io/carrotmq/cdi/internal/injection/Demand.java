package io.carrotmq.cdi.internal.injection;

import io.carrotmq.ConfigurationException;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.Consumer;
import io.carrotmq.ConsumerSet;
import io.carrotmq.Messaging;
import io.carrotmq.Publisher;
import io.carrotmq.SendOptions;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.TransactionMode;
import io.carrotmq.cdi.internal.codec.Encoders;
import io.carrotmq.cdi.internal.codec.ModuleCodecs;
import io.carrotmq.cdi.internal.type.TypeVariables;
import io.carrotmq.event.ConsumerEvent;
import jakarta.enterprise.inject.Default;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Set;

/**
 * What one injection point asks for, and what is wrong with it.
 *
 * @param point the injection point's name in messages
 * @param kind what it is
 * @param type the required type; that of the contents for {@code Instance} and {@code Provider}
 * @param body the type of the bodies; null if the type is raw, or there is none
 * @param qualifiers the qualifiers it has
 * @param place the broker, and where to send or take from
 * @param mediaType the media type of its encoder qualifier; empty if it has none
 * @param module the class loader of the injecting class
 * @param deferred whether the content is looked up by the application at run time
 * @param problems what is wrong with it
 */
record Demand(
        String point,
        Kind kind,
        Type type,
        Type body,
        Set<Annotation> qualifiers,
        Place place,
        String mediaType,
        ClassLoader module,
        boolean deferred,
        List<ConfigurationException> problems) {

    /**
     * What the annotations say, and settings in their place.
     *
     * @param broker the broker's name; empty for the default one
     * @param exchange null if there is none
     * @param routingKey null if there is none
     * @param queue null if there is none
     * @param transactionMode null for the connection factory's
     */
    record Place(String broker, String exchange, String routingKey, String queue, TransactionMode transactionMode) {
        SendOptions sendOptions() {
            return SendOptions.DEFAULT
                    .exchange(exchange == null ? "" : exchange)
                    .routingKey(routingKey == null ? "" : routingKey)
                    .transactionMode(transactionMode);
        }
    }

    /** Whether CDI would look for a bean that Carrot does not make, and stop before Carrot can say what is wrong. */
    boolean isUnsatisfiable() {
        boolean misfit =
                qualifiers.stream().anyMatch(qualifier -> !DemandReader.isBuiltIn(qualifier) && !kind.takes(qualifier));
        // A bean type has no wildcards, so there cannot be a bean of just this type.
        boolean open = body != null && !TypeVariables.isWrittenOut(body);
        return !deferred && (misfit || isUnqualified() && open);
    }

    /** Whether it has no qualifier at all, so that a bean of the application's own may be meant. */
    boolean isUnqualified() {
        return qualifiers.stream().anyMatch(qualifier -> qualifier.annotationType() == Default.class);
    }

    /** Makes the codecs, so that a missing one is found at deployment. */
    void resolve(ModuleCodecs codecs) {
        if (kind.sends()) {
            codecs.codec(publishedAs(), body, point, kind.label());
        }
        if (kind.takes()) {
            codecs.decoder(mediaType, body, point, kind.label());
        }
    }

    /**
     * Makes what is asked for.
     *
     * @param changes told how a consumer fares
     */
    Object make(
            ConnectionFactory connections,
            ModuleCodecs codecs,
            java.util.function.Consumer<? super ConsumerEvent> changes) {
        return switch (kind) {
            case PUBLISHER -> publisher(connections, codecs);
            case CONSUMER -> consumer(connections, codecs, changes);
            case MESSAGING -> messaging(connections, codecs, changes);
            case CONSUMER_SET -> ConsumerSet.of(connections);
            case CONNECTION_FACTORY -> connections;
        };
    }

    private <T> Publisher<T> publisher(ConnectionFactory connections, ModuleCodecs codecs) {
        return Publisher.of(
                connections, codecs.<T>codec(publishedAs(), body, point, kind.label()), place.sendOptions());
    }

    private <T> Consumer<T> consumer(
            ConnectionFactory connections,
            ModuleCodecs codecs,
            java.util.function.Consumer<? super ConsumerEvent> changes) {
        return Consumer.of(
                        connections,
                        place.queue(),
                        codecs.<T>decoder(mediaType, body, point, kind.label()),
                        SubscribeOptions.DEFAULT)
                .onChange(changes);
    }

    private <T> Messaging<T> messaging(
            ConnectionFactory connections,
            ModuleCodecs codecs,
            java.util.function.Consumer<? super ConsumerEvent> changes) {
        return new Messaging<T>(publisher(connections, codecs), consumer(connections, codecs, changes));
    }

    private String publishedAs() {
        return mediaType.isEmpty() ? Encoders.DEFAULT_MEDIA_TYPE : mediaType;
    }
}
