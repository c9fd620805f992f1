package io.carrotmq.cdi.internal.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import javax.naming.NameNotFoundException;
import javax.naming.NoInitialContextException;
import org.junit.jupiter.api.Test;

class ContainerThreadsTest {
    @Test
    void containersOwnThreadsWhereThereAreAny() {
        List<String> lookups = new ArrayList<>();
        Thread managed = new Thread(() -> {});
        ClassLoader ofContainer = new ClassLoader() {};
        managed.setContextClassLoader(ofContainer);
        ThreadFactory factory = work -> managed;
        ContainerThreads threads = ContainerThreads.of("consumer", name -> {
            lookups.add(name);
            return factory;
        });
        assertThat(threads.newThread(() -> {})).isSameAs(managed);
        assertThat(managed.getName()).isEqualTo("carrot-consumer-1");
        assertThat(managed.getContextClassLoader()).as("the container's affair").isSameAs(ofContainer);
        threads.newThread(() -> {});
        assertThat(managed.getName()).isEqualTo("carrot-consumer-2");
        assertThat(lookups).containsExactly("java:comp/DefaultManagedThreadFactory");
    }

    @Test
    void containerThatGivesNone() {
        ThreadFactory factory = work -> null;
        ContainerThreads threads = ContainerThreads.of("events", name -> factory);
        assertThatThrownBy(() -> threads.newThread(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void ownThreadsElsewhere() {
        Thread here = Thread.currentThread();
        ClassLoader before = here.getContextClassLoader();
        ClassLoader application = new ClassLoader() {};
        here.setContextClassLoader(application);
        List<Thread> made = new ArrayList<>();
        try {
            made.add(ContainerThreads.of("a", name -> {
                        throw new NoInitialContextException();
                    })
                    .newThread(() -> {}));
            made.add(ContainerThreads.of("b", name -> {
                        throw new NameNotFoundException();
                    })
                    .newThread(() -> {}));
            made.add(ContainerThreads.of("c", name -> "no factory").newThread(() -> {}));
        } finally {
            here.setContextClassLoader(before);
        }
        assertThat(made).extracting(Thread::getName).containsExactly("carrot-a-1", "carrot-b-1", "carrot-c-1");
        assertThat(made).allMatch(Thread::isDaemon);
        assertThat(made).extracting(Thread::getContextClassLoader).containsOnly(application);
    }
}
