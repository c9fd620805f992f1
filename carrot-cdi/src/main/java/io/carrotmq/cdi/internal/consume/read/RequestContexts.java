package io.carrotmq.cdi.internal.consume.read;

import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Destroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.ObserverMethod;
import java.lang.annotation.Annotation;
import java.util.Set;

/**
 * Whether an application can tell one request context from another: by a bean that lives in it, or by an observer of its begin
 * or end. A context costs about as much as all the rest of a call, so it is not renewed for nobody. For the thread that deploys.
 */
public final class RequestContexts {
    /** Weld tells of its own beans, too: for the conversation and what comes with an HTTP request, which no call has. */
    private static final String BUILT_IN = "org.jboss.weld.bean.builtin.";

    private boolean told;

    /** Makes that of an application of which nothing is known. */
    public RequestContexts() {}

    /** Notes a bean of the application. */
    public void note(Bean<?> bean) {
        told |= bean.getScope() == RequestScoped.class
                && !bean.getClass().getName().startsWith(BUILT_IN);
    }

    /** Notes an observer of the application. */
    public void note(ObserverMethod<?> observer) {
        Set<Annotation> qualifiers = observer.getObservedQualifiers();
        boolean all = observer.getObservedType() == Object.class
                && qualifiers.stream().allMatch(Any.Literal.INSTANCE::equals);
        told |= all || qualifiers.stream().anyMatch(RequestContexts::isOfRequests);
    }

    private static boolean isOfRequests(Annotation qualifier) {
        return qualifier instanceof Initialized begun && begun.value() == RequestScoped.class
                || qualifier instanceof BeforeDestroyed ending && ending.value() == RequestScoped.class
                || qualifier instanceof Destroyed ended && ended.value() == RequestScoped.class;
    }

    /** {@return whether it can} */
    public boolean areTold() {
        return told;
    }
}
