package io.carrotmq.testkit;

/** Threads that do not keep the JVM alive. */
final class DaemonThreads {

    private DaemonThreads() {}

    static void start(String name, Runnable task) {
        Thread thread = new Thread(task, "carrot-testkit-" + name);
        thread.setDaemon(true);
        thread.start();
    }
}
