package io.carrotmq.cdi.internal.codec;

import io.carrotmq.ConfigurationException;
import io.carrotmq.cdi.Encoding;
import jakarta.inject.Qualifier;
import java.lang.annotation.Annotation;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads the encoder qualifiers of an injection point, a method or a class. */
public final class Encoders {
    /** The media type of what is sent with no encoder qualifier. */
    public static final String DEFAULT_MEDIA_TYPE = "application/json";

    /** RFC 9110, section 8.3.1: type and subtype are tokens. */
    private static final Pattern MEDIA_TYPE = Pattern.compile("[!#$%&'*+.^_`|~\\w-]+/[!#$%&'*+.^_`|~\\w-]+");

    private Encoders() {}

    /** {@return whether it names an encoding} */
    public static boolean isEncoder(Annotation annotation) {
        return annotation.annotationType().isAnnotationPresent(Encoding.class);
    }

    /**
     * Reads the one media type that annotations name.
     *
     * @param annotations all annotations, of which the encoder qualifiers matter
     * @param point how messages name what has them
     * @param problems what is wrong is added here
     * @return the media type in lower case; empty if none is named
     */
    public static String mediaType(
            Collection<Annotation> annotations, String point, List<ConfigurationException> problems) {
        List<Annotation> encoders =
                annotations.stream().filter(Encoders::isEncoder).toList();
        if (encoders.size() > 1) {
            problems.add(Messages.severalEncodings(
                    point,
                    encoders.stream()
                            .map(encoder -> "@" + encoder.annotationType().getSimpleName())
                            .sorted()
                            .toList()));
        }
        String mediaType = "";
        for (Annotation encoder : encoders) {
            Class<? extends Annotation> annotation = encoder.annotationType();
            mediaType = annotation.getAnnotation(Encoding.class).value();
            if (!MEDIA_TYPE.matcher(mediaType).matches()) {
                problems.add(Messages.malformedMediaType(point, annotation, mediaType));
            }
            if (!annotation.isAnnotationPresent(Qualifier.class)) {
                problems.add(Messages.encodingIsNoQualifier(point, annotation));
            }
        }
        return mediaType.toLowerCase(Locale.ROOT);
    }
}
