package io.carrotmq.testkit;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What is done before the JVM ends, be it by itself or by SIGTERM; against SIGKILL nothing helps. */
final class AtExit {

    private static final Set<Runnable> TASKS = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(AtExit::run, "carrot-testkit-exit"));
    }

    private AtExit() {}

    static void add(Runnable task) {
        TASKS.add(task);
    }

    static void remove(Runnable task) {
        TASKS.remove(task);
    }

    private static void run() {
        for (Runnable task : TASKS) {
            try {
                task.run();
            } catch (RuntimeException e) {
                System.getLogger(AtExit.class.getName())
                        .log(System.Logger.Level.WARNING, "A broker for tests may be left running", e);
            }
        }
    }
}
