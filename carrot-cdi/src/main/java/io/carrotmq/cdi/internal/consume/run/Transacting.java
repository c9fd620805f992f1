package io.carrotmq.cdi.internal.consume.run;

import io.carrotmq.ConfigurationException;
import io.carrotmq.cdi.internal.consume.plan.ConsumerPlan;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.List;

/** Who sees to the transactions of the methods that ask for them. */
public final class Transacting {
    /** An interceptor of the application alone, in Java SE: it commits when the method returns, and rolls back when it throws. */
    private static final Transactions BY_INTERCEPTOR = new Transactions() {
        @Override
        public void begin() {
            // the interceptor does
        }

        @Override
        public void commit() {
            // the interceptor has
        }

        @Override
        public void rollback() {
            // the interceptor has, unless the method has returned
        }
    };

    private final BeanManager beans;
    private volatile Transactions found;

    Transacting(BeanManager beans) {
        this.beans = beans;
    }

    /** {@return a problem for each method whose {@code @Transactional} nothing implements} */
    public static List<ConfigurationException> problems(List<ConsumerPlan> plans, BeanManager beans) {
        return plans.stream()
                .filter(ConsumerPlan::transacted)
                .filter(plan -> !JtaTransactions.isIntercepted(beans)
                        && JtaTransactions.find(beans).isEmpty())
                .map(Messages::noTransactions)
                .toList();
    }

    /** {@return what begins a transaction; it is looked for when it is used first, because names are those of a thread} */
    Transactions transactions() {
        Transactions known = found;
        if (known == null) {
            known = JtaTransactions.find(beans).orElse(BY_INTERCEPTOR);
            found = known;
        }
        return known;
    }
}
