package io.carrotmq.cdi.internal.injection;

import io.carrotmq.ConfigurationException;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.Consumer;
import io.carrotmq.Publisher;
import io.carrotmq.SendOptions;
import io.carrotmq.SubscribeOptions;
import io.carrotmq.cdi.internal.codec.Encoders;
import io.carrotmq.cdi.internal.codec.ModuleCodecs;
import jakarta.enterprise.inject.Default;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Set;

/**
 * What one injection point asks for, and what is wrong with it.
 *
 * @param point the injection point's name in messages
 * @param kind publisher or consumer
 * @param type the required type; that of the contents for {@code Instance} and {@code Provider}
 * @param body the type of the bodies; null if the type is raw
 * @param qualifiers the qualifiers it has
 * @param place where to send, or the queue's name
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

    /** The values of the place annotations; null for one that is absent. */
    record Place(String exchange, String routingKey, String queue) {
        SendOptions sendOptions() {
            return SendOptions.DEFAULT
                    .exchange(exchange == null ? "" : exchange)
                    .routingKey(routingKey == null ? "" : routingKey);
        }
    }

    /** Whether CDI would look for a bean that Carrot does not make, and stop before Carrot can say what is wrong. */
    boolean isUnsatisfiable() {
        boolean misfit = qualifiers.stream()
                .anyMatch(qualifier -> !DemandReader.isBuiltIn(qualifier) && !DemandReader.fits(qualifier, kind));
        // A bean type has no wildcards, so there cannot be a bean of just this type.
        boolean open = body != null && !DemandReader.isWrittenOut(body);
        return !deferred && (misfit || isUnqualified() && open);
    }

    /** Whether it has no qualifier at all, so that a bean of the application's own may be meant. */
    boolean isUnqualified() {
        return qualifiers.stream().anyMatch(qualifier -> qualifier.annotationType() == Default.class);
    }

    /** Makes the codec, so that a missing one is found at deployment. */
    void resolve(ModuleCodecs codecs) {
        if (kind == Kind.PUBLISHER) {
            codecs.codec(publishedAs(), body, point, kind.label());
        } else {
            codecs.decoder(mediaType, body, point, kind.label());
        }
    }

    Publisher<?> publisher(ConnectionFactory connections, ModuleCodecs codecs) {
        return Publisher.of(connections, codecs.codec(publishedAs(), body, point, kind.label()), place.sendOptions());
    }

    Consumer<?> consumer(ConnectionFactory connections, ModuleCodecs codecs) {
        return Consumer.of(
                connections,
                place.queue(),
                codecs.decoder(mediaType, body, point, kind.label()),
                SubscribeOptions.DEFAULT);
    }

    private String publishedAs() {
        return mediaType.isEmpty() ? Encoders.DEFAULT_MEDIA_TYPE : mediaType;
    }
}
