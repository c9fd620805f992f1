package io.carrotmq.codecs.interop;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Everything that is logged in this JVM while it is open, at every level, with the stack traces that come along. */
final class Log extends Handler implements AutoCloseable {
    private static final Logger ROOT = Logger.getLogger("");
    private static final Logger CARROT = Logger.getLogger("io.carrotmq");

    private final Formatter format = new SimpleFormatter();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Level before = CARROT.getLevel();

    Log() {
        setLevel(Level.ALL);
        CARROT.setLevel(Level.ALL);
        ROOT.addHandler(this);
    }

    List<String> lines() {
        return lines;
    }

    @Override
    public void publish(LogRecord entry) {
        lines.add(format.format(entry));
    }

    @Override
    public void flush() {
        // nothing is buffered
    }

    @Override
    public void close() {
        ROOT.removeHandler(this);
        CARROT.setLevel(before);
    }
}
