package io.carrotmq.cdi.internal.consume.plan;

import io.carrotmq.Delivery;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.List;

/** A method of a bean that is called with deliveries. */
public interface TargetMethod {
    /** Gets the bean. */
    Target open(BeanManager beans);

    /** The bean, held until it is closed. Safe for use by any number of threads. */
    interface Target extends AutoCloseable {
        /**
         * Calls the method with one delivery.
         *
         * @return what it returns
         * @throws Throwable what it throws, itself
         */
        Object call(Delivery<?> delivery) throws Throwable;

        /** Calls the method with a batch. */
        Object call(List<? extends Delivery<?>> batch) throws Throwable;

        /** Gives the bean back, if that is what its scope asks for. */
        @Override
        void close();
    }
}
