package io.carrotmq.cdi.internal.consume.read;

import io.carrotmq.Delivery;
import io.carrotmq.cdi.internal.type.TypeVariables;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.function.Function;

/** Reads what messages have in common that are handled one after the other. */
final class OrderReader {
    private static final String ROUTING_KEY = "routingKey";
    private static final String HEADER = "header:";
    private static final String BODY = "body:";

    private final Place place;

    OrderReader(Place place) {
        this.place = place;
    }

    /** The key of a message, never null; null in place of the function if any two may be handled together. */
    Function<Delivery<?>, Object> lane(String orderBy, Type body, boolean batch) {
        if (orderBy.isEmpty()) {
            return null;
        }
        if (batch) {
            place.add(Messages.orderBy(
                    place.name(), orderBy, "does not go with @Batch, whose messages are handled together"));
            return null;
        }
        if (orderBy.equals(ROUTING_KEY)) {
            return delivery -> delivery.envelope().routingKey();
        }
        if (orderBy.startsWith(HEADER) && orderBy.length() > HEADER.length()) {
            String name = orderBy.substring(HEADER.length());
            place.name("@Consume.orderBy", name);
            return delivery -> key(delivery.properties().headers().get(name));
        }
        if (orderBy.startsWith(BODY) && orderBy.length() > BODY.length()) {
            return property(orderBy.substring(BODY.length()), body);
        }
        place.add(Messages.orderBy(place.name(), orderBy, "is none of the three forms"));
        return null;
    }

    private Function<Delivery<?>, Object> property(String name, Type body) {
        BodyProperties properties = new BodyProperties(TypeVariables.raw(body));
        MethodHandle found = properties.find(name).orElse(null);
        if (found == null) {
            place.add(Messages.noProperty(place.name(), name, body, properties.names()));
            return null;
        }
        if (found.type().returnType().isArray()) {
            place.add(Messages.orderBy(place.name(), BODY + name, "names an array, which equals no other"));
            return null;
        }
        MethodHandle property = found.asType(BodyProperties.READ);
        return delivery -> key(read(property, delivery.body()));
    }

    /** What cannot tell its key has none: whoever handles the message learns of it there. */
    private static Object read(MethodHandle property, Object body) {
        try {
            return (Object) property.invokeExact(body);
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            return null;
        }
    }

    /** Equal for what senders in different languages mean as equal. */
    private static Object key(Object value) {
        if (value == null) {
            return NoKey.INSTANCE;
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        return value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value;
    }

    /** The key of messages without key. */
    private enum NoKey {
        INSTANCE
    }
}
