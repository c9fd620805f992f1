package io.carrotmq.cdi.internal.consume.run;

import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.InterceptionType;
import jakarta.transaction.Status;
import jakarta.transaction.Transactional;
import jakarta.transaction.UserTransaction;
import java.lang.annotation.Annotation;
import java.util.Optional;
import java.util.Set;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** The transactions of Jakarta Transactions. Loaded only where a method asks for them, so that nobody else needs that API. */
final class JtaTransactions implements Transactions {
    private static final String JNDI_NAME = "java:comp/UserTransaction";

    private final UserTransaction transaction;

    private JtaTransactions(UserTransaction transaction) {
        this.transaction = transaction;
    }

    /** What {@code @Transactional} says on a method without members. */
    @Transactional
    private static final class Marked {}

    /**
     * Finds them: as a bean, which every Jakarta EE container and some libraries for Java SE have, or in JNDI.
     *
     * @return empty if there are none
     */
    static Optional<Transactions> find(BeanManager beans) {
        Set<Bean<?>> candidates = beans.getBeans(UserTransaction.class);
        if (!candidates.isEmpty()) {
            Bean<?> bean = beans.resolve(candidates);
            // Never given back: it is a bean of the container, or lives as long as the application.
            Object reference = beans.getReference(bean, UserTransaction.class, beans.createCreationalContext(bean));
            return Optional.of(new JtaTransactions((UserTransaction) reference));
        }
        try {
            return new InitialContext().lookup(JNDI_NAME) instanceof UserTransaction found
                    ? Optional.of(new JtaTransactions(found))
                    : Optional.empty();
        } catch (NamingException | RuntimeException absent) {
            return Optional.empty();
        }
    }

    /** {@return whether an interceptor of the application sees to {@code @Transactional}} */
    static boolean isIntercepted(BeanManager beans) {
        Annotation binding = Marked.class.getAnnotation(Transactional.class);
        return beans.isInterceptorBinding(Transactional.class)
                && !beans.resolveInterceptors(InterceptionType.AROUND_INVOKE, binding)
                        .isEmpty();
    }

    @Override
    public void begin() throws Exception {
        transaction.begin();
    }

    @Override
    public void commit() throws Exception {
        transaction.commit();
    }

    @Override
    public void rollback() throws Exception {
        if (transaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
            transaction.rollback();
        }
    }
}
