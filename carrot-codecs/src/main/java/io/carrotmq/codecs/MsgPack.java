package io.carrotmq.codecs;

import io.carrotmq.cdi.Encoding;
import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Bodies of any type as MessagePack, {@code application/x-msgpack}. Needs Jackson and {@code org.msgpack:msgpack-core}. */
@Qualifier @Encoding("application/x-msgpack")
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD, ElementType.TYPE})
public @interface MsgPack {
    /** An instance of the annotation, for {@code Instance.select}. */
    final class Literal extends AnnotationLiteral<MsgPack> implements MsgPack {
        private static final long serialVersionUID = 1L;

        /** The one instance that is needed. */
        public static final Literal INSTANCE = new Literal();

        private Literal() {}
    }
}
