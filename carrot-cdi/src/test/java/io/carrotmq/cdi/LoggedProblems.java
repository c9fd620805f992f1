package io.carrotmq.cdi;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The problems that OpenWebBeans logs while it starts. */
final class LoggedProblems extends Handler implements AutoCloseable {
    // held: a logger that nobody holds forgets its handlers
    private final Logger logger = Logger.getLogger("org.apache.webbeans");
    private final List<String> texts = new CopyOnWriteArrayList<>();

    LoggedProblems() {
        logger.addHandler(this);
    }

    boolean isEmpty() {
        return texts.isEmpty();
    }

    String text() {
        return String.join("\n", texts);
    }

    @Override
    public void publish(LogRecord line) {
        if (line.getThrown() != null) {
            StringWriter trace = new StringWriter();
            line.getThrown().printStackTrace(new PrintWriter(trace));
            texts.add(trace.toString());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
