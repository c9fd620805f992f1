package io.carrotmq.codecs;

import io.carrotmq.CodecException;
import io.carrotmq.ConfigurationException;
import java.lang.reflect.Type;

/** Every error text of these formats, by number. */
final class Messages {
    private Messages() {}

    static CodecException notEncodable(String mediaType, Object body, Throwable cause) {
        return new CodecException(
                "CARROT-0659",
                "a body of " + (body == null ? "null" : body.getClass().getName()) + " cannot be encoded as '"
                        + mediaType + "'; nothing was sent",
                cause);
    }

    static CodecException notDecodable(String mediaType, Type type, int length, Throwable cause) {
        return new CodecException(
                "CARROT-0790",
                length + " bytes of '" + mediaType + "' are not a " + type.getTypeName()
                        + "; look at what the sender sends",
                cause);
    }

    static CodecException malformed(String mediaType, String what) {
        return new CodecException(
                "CARROT-0791",
                "a body of '" + mediaType + "' is malformed: " + what + "; look at what the sender sends",
                null);
    }

    static CodecException beyondBound(String mediaType, String what, long bound) {
        return new CodecException(
                "CARROT-0792",
                "a body of '" + mediaType + "' has more than " + bound + " " + what
                        + "; send less, or raise the bound in the settings of the codecs if it is one of them",
                null);
    }

    static CodecException noPlainData(String mediaType, String what) {
        return new CodecException(
                "CARROT-0793",
                "a body of '" + mediaType + "' holds " + what + ", which is no plain data; it was not read",
                null);
    }

    static ConfigurationException noFilter(Type type) {
        return new ConfigurationException(
                "CARROT-0794",
                type.getTypeName() + " is not read by Java serialization without a filter;"
                        + " set Codecs.Builder.serializationFilter, or choose another encoding",
                null);
    }

    static CodecException refusedByFilter(String what, Throwable cause) {
        return new CodecException(
                "CARROT-0795",
                "a body of Java serialization was refused: " + what
                        + "; let the filter allow it if the sender may send it",
                cause);
    }
}
