package io.carrotmq.cdi.internal.codec;

import io.carrotmq.ConfigurationException;
import java.lang.annotation.Annotation;
import java.util.Collection;

/** Every error text about codecs, by number. */
final class Messages {
    private Messages() {}

    static ConfigurationException severalEncodings(String point, Collection<String> encodings) {
        return problem(
                "CARROT-0306",
                point,
                encodings.size() + " encoder qualifiers are given, at most 1 is possible: "
                        + String.join(", ", encodings) + "; keep one of them");
    }

    static ConfigurationException malformedMediaType(
            String point, Class<? extends Annotation> annotation, String mediaType) {
        return problem(
                "CARROT-0307",
                point,
                "@Encoding(\"" + mediaType + "\") on @" + annotation.getName()
                        + " is no media type; write type and subtype without parameters, such as text/csv");
    }

    static ConfigurationException encodingIsNoQualifier(String point, Class<? extends Annotation> annotation) {
        return problem(
                "CARROT-0308",
                point,
                "@" + annotation.getName() + " has an @Encoding and is no qualifier, so CDI does not pass it on; add"
                        + " @Qualifier to its declaration, and RUNTIME retention");
    }

    static ConfigurationException rivalProviders(String mediaType, Collection<String> providers) {
        return problem(
                "CARROT-0327",
                mediaType,
                providers.size()
                        + " codec providers of the application are for this media type, at most 1 is possible: "
                        + String.join(", ", providers)
                        + "; keep one of them in META-INF/services/io.carrotmq.codec.CodecProvider");
    }

    private static ConfigurationException problem(String code, String who, String text) {
        return new ConfigurationException(code, "[" + who + "] " + text, null);
    }
}
