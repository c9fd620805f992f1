package io.carrotmq.cdi;

import io.carrotmq.TransactionMode;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How what is sent here joins a transaction, in place of the connection factory's {@code transactionMode}. On an injected
 * publisher or {@link io.carrotmq.Messaging}, on a class that extends {@link PublisherSupport}, on a {@link CarrotClient} or on one of
 * its methods, which goes before the interface.
 *
 * <p>No qualifier: it needs one of the others beside it. A mode that the container has to know of ({@link TransactionMode#LOCAL},
 * {@link TransactionMode#TX}) cannot be asked for here, unless the factory has one of these two: see {@link
 * io.carrotmq.SendOptions#transactionMode}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD, ElementType.TYPE})
public @interface TxMode {
    /**
     * Names the mode.
     *
     * @return the mode
     */
    TransactionMode value();
}
