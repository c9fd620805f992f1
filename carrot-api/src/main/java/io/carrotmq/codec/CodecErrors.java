package io.carrotmq.codec;

import io.carrotmq.CodecException;
import io.carrotmq.ConfigurationException;
import java.lang.reflect.Type;
import java.util.Collection;

/** Every error text about codecs, by number. */
final class CodecErrors {
    private CodecErrors() {}

    static ConfigurationException noCodec(String mediaType, Type type, Collection<String> known) {
        return new ConfigurationException(
                "CARROT-0155",
                "no codec writes " + type.getTypeName() + " as '" + mediaType + "' (media types known: " + known
                        + "); change the encoding or the type, or add a " + CodecProvider.class.getName() + " service",
                null);
    }

    static ConfigurationException brokenProvider(Object service, String attempt, Throwable cause) {
        return new ConfigurationException(
                "CARROT-0156",
                service.getClass().getName() + " failed to " + attempt + ": "
                        + cause.getClass().getName() + "; correct it (see the cause)",
                cause);
    }

    static ConfigurationException missing(String mediaType, String artifact) {
        return new ConfigurationException(
                "CARROT-0157", "'" + mediaType + "' lacks a library; add " + artifact + " to the application", null);
    }

    static ConfigurationException cannotAccept(String mediaType, Collection<String> known) {
        return new ConfigurationException(
                "CARROT-0153",
                "'" + mediaType + "' shall be accepted and is no media type known (those are: " + known
                        + "); correct it, or add the module or " + CodecProvider.class.getName() + " that reads it",
                null);
    }

    private static ConfigurationException badName(String name, Class<?> type, String what) {
        return new ConfigurationException(
                "CARROT-0158", "type name '" + name + "' for " + type.getName() + " " + what, null);
    }

    static ConfigurationException unfitTypeName(String name, Class<?> type, int longest) {
        return badName(name, type, "is blank or longer than " + longest + " bytes; choose another");
    }

    static ConfigurationException nameTaken(String name, Class<?> before, Class<?> type) {
        return badName(name, type, "stands for " + before.getName() + " already; choose another");
    }

    static ConfigurationException namedTwice(Class<?> type, String before, String name) {
        return badName(name, type, "is its second, after '" + before + "'; give it one");
    }

    static ConfigurationException unnameable(String name, Class<?> type) {
        return new ConfigurationException(
                "CARROT-0159",
                "type name '" + name + "' is for " + type.getTypeName()
                        + ", which is abstract, primitive or an array; name the classes, records and enums that bodies are "
                        + "of",
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

    static CodecException notEncodable(String mediaType, Object body, Throwable cause) {
        return new CodecException(
                "CARROT-0652",
                "a body of " + (body == null ? "null" : body.getClass().getName()) + " cannot be encoded as '"
                        + mediaType + "'; nothing was sent",
                cause);
    }

    static CodecException notDecodable(String mediaType, Type type, int length, Throwable cause) {
        return new CodecException(
                "CARROT-0754",
                length + " bytes of '" + mediaType + "' are not a " + type.getTypeName()
                        + "; look at what the sender sends",
                cause);
    }

    private static CodecException refused(
            String contentType, Type type, String why, Collection<String> accepted, String remedy) {
        return new CodecException(
                "CARROT-0755",
                "content type '" + shown(contentType) + "' is not accepted for " + type.getTypeName() + why
                        + " (accepted: " + accepted + "); " + remedy,
                null);
    }

    static CodecException notAccepted(String contentType, Type type, Collection<String> accepted) {
        return refused(contentType, type, "", accepted, "change what is sent or the consumer's type");
    }

    static CodecException notAskedFor(String contentType, Type type, Collection<String> accepted) {
        return refused(
                contentType,
                type,
                " although it is known",
                accepted,
                "if the sender is to be trusted with it, accept it with Codecs.Builder.accept, or name it where the consumer "
                        + "or its decoder is made");
    }

    static CodecException tooLong(int length, int maxBytes) {
        return new CodecException(
                "CARROT-0780",
                "a body of " + length + " bytes is longer than maxBytes, " + maxBytes
                        + "; send less, or raise it with Codecs.Builder.maxBytes",
                null);
    }

    static CodecException inflatesTooFar(int length, int maxBytes) {
        return new CodecException(
                "CARROT-0781",
                "a compressed body of " + length + " bytes inflates to more than maxBytes, " + maxBytes
                        + "; send less, or raise it with Codecs.Builder.maxBytes",
                null);
    }

    static CodecException damagedCompression(int length, Exception cause) {
        return new CodecException(
                "CARROT-0782",
                "a compressed body of " + length
                        + " bytes is damaged, cut short or followed by something else; look at "
                        + "what the sender sends",
                cause);
    }

    static CodecException unreadableCompression(String name) {
        return new CodecException(
                "CARROT-0783",
                "a body compressed as '" + shown(name)
                        + "' cannot be read; have the sender compress it once, with gzip "
                        + "or deflate, or not at all",
                null);
    }

    static CodecException nestedTooDeep(String mediaType, Type type, int maxDepth) {
        return new CodecException(
                "CARROT-0784",
                "a body of '" + mediaType + "' for " + type.getTypeName() + " is nested deeper than maxDepth, "
                        + maxDepth + "; send it flatter, or raise it with Codecs.Builder.maxDepth",
                null);
    }

    static CodecException tooManyDigits(String mediaType, Type type, int maxDigits) {
        return new CodecException(
                "CARROT-0797",
                "a body of '" + mediaType + "' for " + type.getTypeName() + " has a number of more than " + maxDigits
                        + " digits; look at what the sender sends",
                null);
    }

    static CodecException stackOverflow(String mediaType, Type type, int length, Throwable cause) {
        return new CodecException(
                "CARROT-0786",
                length + " bytes of '" + mediaType + "' for " + type.getTypeName()
                        + " are nested deeper than the thread's stack reaches; send it flatter, or allow less with "
                        + "Codecs.Builder.maxDepth",
                cause);
    }

    static CodecException missingOnReceipt(String contentType, Type type, String artifact) {
        return new CodecException(
                "CARROT-0785",
                "content type '" + shown(contentType) + "' cannot be read as " + type.getTypeName()
                        + ": it lacks a library; add " + artifact + " to the application",
                null);
    }

    static CodecException unknownTypeName(String name, Class<?> supertype, Collection<String> names) {
        return new CodecException(
                "CARROT-0787",
                "type '" + shown(name) + "' names no " + supertype.getName() + " (names known: " + names
                        + "); name it with Codecs.Builder.type, or change what is sent",
                null);
    }

    static CodecException noTypeName(Class<?> supertype, Collection<String> names) {
        return new CodecException(
                "CARROT-0788",
                "a message without type cannot be read as " + supertype.getName()
                        + ", which has several kinds (names known: " + names
                        + "); set the message's property type, or consume one kind",
                null);
    }

    static CodecException unnamedBody(Class<?> type, Class<?> supertype, Collection<String> names) {
        return new CodecException(
                "CARROT-0789",
                "a body of " + type.getName() + " cannot be sent as " + supertype.getName()
                        + ", because it has no name (names known: " + names
                        + "); name it with Codecs.Builder.type; nothing was sent",
                null);
    }

    /** What a stranger wrote, fit for one line of a log. */
    private static String shown(String text) {
        String line = String.valueOf(text).replaceAll("\\p{Cntrl}", "?");
        return line.length() <= 100 ? line : line.substring(0, 100) + "...";
    }

    static CodecException unknownCharset(String name, Exception cause) {
        return new CodecException(
                "CARROT-0756",
                "content encoding '" + shown(name)
                        + "' is no character set this Java knows; utf-8 is what Carrot writes",
                cause);
    }
}
