package io.carrotmq.cdi.internal.broker;

import java.lang.reflect.Method;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import javax.naming.NamingException;

/**
 * Makes the threads on which the application's methods are called: those of the container where it has any to give, so that
 * the application's names, class loader and security are there; else virtual ones where the Java process has them, else daemon
 * threads. They are named {@code carrot-<purpose>-<number>}. Safe for use by any number of threads.
 */
public final class ContainerThreads implements ThreadFactory {
    private static final String MANAGED = "java:comp/DefaultManagedThreadFactory";

    private final String name;
    private final ThreadFactory source;
    private final ClassLoader application;
    private final AtomicLong made = new AtomicLong();

    /** @param application the context class loader they get; null if the container sees to that */
    private ContainerThreads(String name, ThreadFactory source, ClassLoader application) {
        this.name = name;
        this.source = source;
        this.application = application;
    }

    /**
     * Finds the best there are. To be called by the container's thread that starts the application: the names and the context
     * class loader are that thread's.
     *
     * @param purpose what they are for, in their names
     * @return the threads
     */
    public static ContainerThreads of(String purpose) {
        return of(purpose, Jndi.OF_PROCESS);
    }

    static ContainerThreads of(String purpose, Jndi jndi) {
        String name = "carrot-" + purpose + "-";
        try {
            if (jndi.lookup(MANAGED) instanceof ThreadFactory managed) {
                return new ContainerThreads(name, managed, null);
            }
        } catch (NamingException | RuntimeException absent) {
            // Java SE, or a profile without Jakarta Concurrency.
        }
        return new ContainerThreads(name, ownThreads(), Thread.currentThread().getContextClassLoader());
    }

    /** Virtual threads are of Java 21, and this class is of Java 17. */
    private static ThreadFactory ownThreads() {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Method factory = Class.forName("java.lang.Thread$Builder").getMethod("factory");
            return (ThreadFactory) factory.invoke(builder);
        } catch (ReflectiveOperationException olderJava) {
            return ContainerThreads::daemon;
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * {@inheritDoc}
     *
     * @throws RejectedExecutionException if the container gives none
     * @throws IllegalStateException if the application has ended
     */
    @Override
    public Thread newThread(Runnable work) {
        Thread thread = source.newThread(work);
        if (thread == null) {
            throw new RejectedExecutionException("the container gives no thread for " + name);
        }
        thread.setName(name + made.incrementAndGet());
        if (application != null) {
            thread.setContextClassLoader(application);
        }
        return thread;
    }
}
