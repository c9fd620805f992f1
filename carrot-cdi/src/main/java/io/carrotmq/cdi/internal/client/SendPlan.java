package io.carrotmq.cdi.internal.client;

import io.carrotmq.ConnectionFactory;
import io.carrotmq.Publisher;
import io.carrotmq.SendOptions;
import io.carrotmq.cdi.internal.codec.ModuleCodecs;
import io.carrotmq.codec.Codec;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What one method sends.
 *
 * @param method the method
 * @param point how messages name it
 * @param options where and how it sends, as far as that never changes
 * @param template the routing key
 * @param body the index of the body's parameter
 * @param bodyType the type of the bodies
 * @param mediaType how bodies are encoded
 * @param slots what else its parameters are sent as
 * @param reply what it returns
 */
record SendPlan(
        Method method,
        String point,
        SendOptions options,
        KeyTemplate template,
        int body,
        Type bodyType,
        String mediaType,
        List<Slot> slots,
        Reply reply) {

    /** Makes what each call does. */
    SendMethod compile(ConnectionFactory connections, ModuleCodecs codecs) {
        return new SendMethod(Publisher.of(connections, codec(codecs), options), keys(), properties(), body, reply);
    }

    /** Finds the codec. */
    Codec<Object> codec(ModuleCodecs codecs) {
        return codecs.codec(mediaType, bodyType, point, "body");
    }

    /** Null if the key is always the same. */
    private RoutingKeys keys() {
        Map<String, Integer> parameters =
                slots.stream().filter(SendPlan::isKey).collect(Collectors.toMap(Slot::name, Slot::parameter));
        return template.isFixed() ? null : template.filledBy(point, parameters);
    }

    private List<Slot> properties() {
        return slots.stream().filter(slot -> !isKey(slot)).toList();
    }

    private static boolean isKey(Slot slot) {
        return slot.role() == Role.KEY;
    }
}
