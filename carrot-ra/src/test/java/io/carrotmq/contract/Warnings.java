package io.carrotmq.contract;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What Carrot warns of while this is open. */
final class Warnings extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger("io.carrotmq");
    private final List<String> lines = new CopyOnWriteArrayList<>();

    Warnings() {
        logger.addHandler(this);
    }

    List<String> with(String text) {
        return lines.stream().filter(line -> line.contains(text)).toList();
    }

    @Override
    public void publish(LogRecord entry) {
        if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
            lines.add(entry.getMessage());
        }
    }

    @Override
    public void flush() {
        // nothing is buffered
    }

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
