package io.carrotmq.ra.container;

import io.carrotmq.CarrotListener;
import jakarta.ejb.EJBException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.LocalTransactionException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.transaction.Status;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicReference;

/** Behind one proxy: the delivery contract with one server's deviations. It refuses what no server would let pass. */
final class FakeEndpoint implements InvocationHandler {
    private final FakeContainer container;
    private final Profile profile;
    private final Object bean;
    private final Attribute attribute;
    private final boolean withResource;
    private final AtomicReference<Thread> inUse = new AtomicReference<>();
    private boolean released;
    private boolean begun;
    private boolean beanFailed;
    private FakeTransaction transaction;

    FakeEndpoint(FakeContainer container, Object bean, Attribute attribute, boolean withResource) {
        this.container = container;
        this.profile = container.profile();
        this.bean = bean;
        this.attribute = attribute;
        this.withResource = withResource;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return method.invoke(this, arguments);
        }
        if (!inUse.compareAndSet(null, Thread.currentThread())) {
            throw new IllegalStateException("the proxy is in use by " + inUse.get());
        }
        try {
            if (released) {
                throw new IllegalStateException("the proxy is released");
            }
            return dispatch(method, arguments);
        } finally {
            inUse.set(null);
        }
    }

    private Object dispatch(Method method, Object[] arguments) throws Throwable {
        if (method.getDeclaringClass() != MessageEndpoint.class) {
            return call(method, arguments);
        }
        switch (method.getName()) {
            case "beforeDelivery" -> beforeDelivery();
            case "afterDelivery" -> afterDelivery();
            default -> release();
        }
        return null;
    }

    private void beforeDelivery() throws ResourceException {
        if (begun) {
            throw new IllegalStateException("beforeDelivery within a delivery");
        }
        boolean fails = container.failingBefore.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        beanFailed = false;
        if (attribute == Attribute.REQUIRED && (profile != Profile.STRICT || withResource)) {
            transaction = container.begin();
        }
        if (!fails || transaction != null) {
            container.before.incrementAndGet();
            begun = true;
        }
        if (fails) {
            throw new ResourceException("the resource cannot be enlisted");
        }
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
        try {
            Object result = method.invoke(bean, arguments);
            if (profile == Profile.WILDFLY && leftOpen()) {
                container.transactions().associate(null);
                throw new EJBException("WFLYEJB0443 the bean left a transaction open", null);
            }
            return result;
        } catch (InvocationTargetException e) {
            throw thrownAs(e.getCause());
        }
    }

    private boolean leftOpen() {
        return transaction == null && container.transactions().current() != null;
    }

    private Throwable thrownAs(Throwable thrown) {
        boolean system = thrown instanceof RuntimeException || thrown instanceof Error;
        if (system && transaction != null) {
            beanFailed = true;
            if (profile.marksAtOnce() && transaction.status() == Status.STATUS_ACTIVE) {
                transaction.setRollbackOnly();
            }
        }
        if (profile == Profile.PAYARA && bean instanceof CarrotListener) {
            return new EJBException("Transaction Attribute not found for method", null);
        }
        return system ? new EJBException("the bean failed", thrown) : thrown;
    }

    private void afterDelivery() throws ResourceException {
        if (!begun) {
            throw new IllegalStateException("afterDelivery without beforeDelivery");
        }
        container.after.incrementAndGet();
        begun = false;
        boolean leftOpen = leftOpen();
        boolean timedOut = transaction != null && transaction.status() == Status.STATUS_ROLLEDBACK;
        boolean failed = complete();
        transaction = null;
        container.transactions().associate(null);
        if (container.failingAfter.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new ResourceException("afterDelivery failed");
        }
        if (profile.afterDeliveryTells() && (failed || timedOut || leftOpen)) {
            throw new LocalTransactionException("the transaction did not commit");
        }
    }

    private boolean complete() {
        if (transaction == null) {
            return false;
        }
        if (beanFailed && transaction.status() == Status.STATUS_ACTIVE) {
            transaction.setRollbackOnly();
        }
        return container.complete(transaction);
    }

    private void release() {
        released = true;
        container.released.incrementAndGet();
        if (transaction != null) {
            transaction.timeOut();
        }
    }
}
