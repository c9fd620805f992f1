package io.carrotmq;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What consumers log while it is open, at every level. */
final class LoggedLines extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger(Consumer.class.getName());
    private final Level before = logger.getLevel();
    final List<LogRecord> records = new CopyOnWriteArrayList<>();

    LoggedLines() {
        logger.setLevel(Level.ALL);
        logger.addHandler(this);
    }

    /** The lines with a text in them, after their level. */
    List<String> with(String text) {
        return records.stream()
                .map(entry -> entry.getLevel() + " " + entry.getMessage())
                .filter(line -> line.contains(text))
                .toList();
    }

    @Override
    public void publish(LogRecord entry) {
        records.add(entry);
    }

    @Override
    public void flush() {
        // nothing is buffered
    }

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setLevel(before);
    }
}
