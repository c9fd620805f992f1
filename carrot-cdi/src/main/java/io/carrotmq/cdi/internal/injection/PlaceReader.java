package io.carrotmq.cdi.internal.injection;

import io.carrotmq.TransactionMode;
import io.carrotmq.cdi.Broker;
import io.carrotmq.cdi.Exchange;
import io.carrotmq.cdi.Queue;
import io.carrotmq.cdi.RoutingKey;
import io.carrotmq.cdi.TxMode;
import io.carrotmq.cdi.internal.config.Configuration;
import io.carrotmq.cdi.internal.config.Settings.Setting;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.InjectionPoint;
import java.lang.annotation.Annotation;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads where an injection point sends to and takes from: what its annotations say, and what is set in their place, by names
 * such as {@code carrot.publishers.Shop.orders.exchange} and {@code carrot.consumers.Shop.inbox.queue}.
 */
final class PlaceReader {
    private final InjectionPoint source;
    private final Configuration configuration;
    private final Optional<String> setting;

    PlaceReader(InjectionPoint source, Configuration configuration) {
        this.source = source;
        this.configuration = configuration;
        // What select() chooses at run time is not to be replaced: it may be another each time.
        this.setting = qualifier(Any.class).isPresent() ? Optional.empty() : PointName.inSettings(source);
    }

    Demand.Place read(Kind kind) {
        String broker = qualifier(Broker.class).map(Broker::value).orElse("");
        if (kind.sends()) {
            broker = set("carrot.publishers.", "broker").orElse(broker);
        }
        if (kind.takes() || kind == Kind.CONSUMER_SET) {
            broker = set("carrot.consumers.", "broker").orElse(broker);
        }
        return new Demand.Place(
                broker,
                place(kind.sends(), Exchange.class, Exchange::value, "carrot.publishers.", "exchange"),
                place(kind.sends(), RoutingKey.class, RoutingKey::value, "carrot.publishers.", "routingKey"),
                place(kind.takes(), Queue.class, Queue::value, "carrot.consumers.", "queue"),
                kind.sends() ? transactionMode() : null);
    }

    /** Null if the annotation is absent, and nothing is set. */
    private <A extends Annotation> String place(
            boolean fits, Class<A> annotation, Function<A, String> value, String kind, String member) {
        Optional<String> written = qualifier(annotation).map(value);
        return (fits ? set(kind, member).or(() -> written) : written).orElse(null);
    }

    private Optional<String> set(String kind, String member) {
        return setting.flatMap(point -> {
            configuration.own(kind + point);
            return configuration.find(kind + point + "." + member).map(Setting::value);
        });
    }

    private TransactionMode transactionMode() {
        TxMode written = annotation(TxMode.class).orElse(null);
        if (setting.isPresent()) {
            return configuration.transactionMode(written, "carrot.publishers." + setting.get() + ".txMode");
        }
        return written == null ? null : written.value();
    }

    <A extends Annotation> Optional<A> annotation(Class<A> type) {
        return source.getAnnotated() == null
                ? Optional.empty()
                : Optional.ofNullable(source.getAnnotated().getAnnotation(type));
    }

    private <A extends Annotation> Optional<A> qualifier(Class<A> type) {
        return source.getQualifiers().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }
}
