package io.carrotmq.cdi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a CDI qualifier an encoder qualifier: one that names the media type of bodies. {@link Json}, {@link Text} and
 * {@link Bytes} are made so, and an application's own look the same:
 *
 * <pre>{@code
 * @Qualifier @Encoding("text/csv")
 * @Retention(RUNTIME) @Target({FIELD, PARAMETER, METHOD, TYPE})
 * public @interface Csv {}
 *
 * @Inject @Exchange("prices") @Csv Publisher<Price> prices;
 * }</pre>
 *
 * <p>The media type is one of those built in, or one for which the application brings a
 * {@link io.carrotmq.codec.CodecProvider}. An injection point takes one encoder qualifier at most.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.ANNOTATION_TYPE)
public @interface Encoding {
    /**
     * Names the media type.
     *
     * @return type and subtype without parameters, such as {@code text/csv}
     */
    String value();
}
