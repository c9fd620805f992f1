package io.carrotmq.codec;

import io.carrotmq.CodecException;
import io.carrotmq.ConfigurationException;
import java.lang.reflect.Type;
import java.util.Collection;

/** Every error text about codecs, by number. */
final class CodecErrors {
    private CodecErrors() {}

    static ConfigurationException noCodec(String mediaType, Type type, Collection<String> known) {
        String remedy = mediaType.equals(JsonCodecs.MEDIA_TYPE) && !known.contains(JsonCodecs.MEDIA_TYPE)
                ? "add jakarta.json.bind:jakarta.json.bind-api and an implementation such as org.eclipse:yasson"
                : "change the encoding or the type, or add a " + CodecProvider.class.getName() + " service";
        return new ConfigurationException(
                "CARROT-0155",
                "no codec writes " + type.getTypeName() + " as '" + mediaType + "' (media types known: " + known + "); "
                        + remedy,
                null);
    }

    static ConfigurationException outOfRange(String what, int value, String range) {
        return new ConfigurationException("CARROT-0137", what + " of the codecs is " + value + "; set " + range, null);
    }

    static ConfigurationException noTypeArgument(Class<?> type) {
        return new ConfigurationException(
                "CARROT-0138",
                type.getName() + " names no type; write new GenericType<List<Order>>() {}, with braces",
                null);
    }

    static CodecException notEncodable(String mediaType, Object body, Exception cause) {
        return new CodecException(
                "CARROT-0652",
                "a body of " + (body == null ? "null" : body.getClass().getName()) + " cannot be encoded as '"
                        + mediaType + "'; nothing was sent",
                cause);
    }

    static CodecException notDecodable(String mediaType, Type type, int length, Exception cause) {
        return new CodecException(
                "CARROT-0754",
                length + " bytes of '" + mediaType + "' are not a " + type.getTypeName()
                        + "; look at what the sender sends",
                cause);
    }

    static CodecException notAccepted(String contentType, Type type, Collection<String> accepted) {
        return new CodecException(
                "CARROT-0755",
                "content type '" + contentType + "' is not accepted for " + type.getTypeName() + " (accepted: "
                        + accepted + "); change what is sent or the consumer's type",
                null);
    }

    static CodecException unknownCharset(String name, Exception cause) {
        return new CodecException(
                "CARROT-0756",
                "content encoding '" + name + "' is no character set this Java knows; utf-8 is what Carrot writes",
                cause);
    }
}
