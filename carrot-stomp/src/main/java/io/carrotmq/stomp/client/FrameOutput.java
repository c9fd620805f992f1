package io.carrotmq.stomp.client;

import io.carrotmq.stomp.StompException;
import io.carrotmq.stomp.command.HeartBeat;
import io.carrotmq.stomp.frame.FrameBuffer;
import io.carrotmq.stomp.frame.StompFrame;
import io.carrotmq.stomp.frame.StompVersion;
import io.carrotmq.stomp.frame.StompWriter;
import io.carrotmq.stomp.session.HeartBeatThresholds;
import io.carrotmq.stomp.session.Liveness;
import java.io.OutputStream;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Everything one connection sends, in order. Frames go into a buffer, and whoever wants them sent writes the buffer to the
 * socket. One thread writes at a time, outside the lock, and takes along what others add meanwhile; a thread of its own,
 * made when first needed, writes what nobody flushes, and the heart-beats.
 *
 * <p>Safe for use by any number of threads. Whoever waits here waits for a write to the socket, which ends at the latest
 * when the socket is closed.
 */
final class FrameOutput {
    /** With that many bytes the buffer is written rather than kept for more. */
    private static final int WORTH_WRITING = 16 << 10;

    /** With that many bytes the buffer must be written before anybody may add to it. */
    private static final int FULL = 256 << 10;

    private static final int FIRST_CAPACITY = 4 << 10;

    /** As much memory as a buffer keeps that a large frame has left. */
    private static final int KEPT = FULL;

    /** A write of more is done in pieces, so that it can be seen that it goes on. */
    private static final int PIECE = 16 << 10;

    /** How long the writing thread lets others fill the buffer. */
    private static final long PAUSE_NANOS = 100_000;

    /** After that many pauses in which nothing was left for it, the writing thread sleeps. */
    private static final int PAUSES_BEFORE_SLEEP = 5;

    /** How many times in turn a thread that came to send its own writes what others add. */
    private static final int MOST_TURNS = 8;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition work = lock.newCondition();
    private final Ending ending;
    private final ThreadFactory threads;
    private FrameBuffer waiting = new FrameBuffer(FIRST_CAPACITY);
    private FrameBuffer spare = new FrameBuffer(FIRST_CAPACITY);
    private OutputStream socket;
    private StompVersion version = StompVersion.V1_0;
    private boolean writing;
    private boolean asleep;
    private boolean refusing;
    private boolean ended;
    private Thread writer;
    private Thread reader;

    private Liveness liveness = new Liveness(HeartBeat.NONE, HeartBeatThresholds.DEFAULT, 0);

    /** Since when the socket has not taken what is being written; 0 if nothing is. */
    private volatile long stuckSince;

    FrameOutput(Ending ending, ThreadFactory threads) {
        this.ending = ending;
        this.threads = threads;
    }

    /** To be called before anything is sent. */
    void open(OutputStream to) {
        lock.lock();
        try {
            socket = to;
        } finally {
            lock.unlock();
        }
    }

    /** For the reading thread: frames are written in that version from now on, and each write is a sign of life. */
    void agree(StompVersion on, Liveness told) {
        lock.lock();
        try {
            version = on;
            liveness = told;
            reader = Thread.currentThread();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Adds frames, with none of others between them, and sends everything, unless another
     * thread is writing, which takes them along. The reading thread leaves the writing to others: if it hung in a write, it
     * would not read what keeps the broker from reading.
     */
    void send(StompFrame... frames) {
        lock.lock();
        try {
            for (StompFrame frame : frames) {
                add(frame);
            }
            if (!writing) {
                if (Thread.currentThread() == reader) {
                    wakeWriter();
                } else {
                    write(MOST_TURNS);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Adds a frame, which is sent soon: by the next who sends, if the buffer has become large, or by the writing thread. */
    void buffer(StompFrame frame) {
        lock.lock();
        try {
            add(frame);
            if (!writing) {
                if (waiting.length() >= WORTH_WRITING && Thread.currentThread() != reader) {
                    write(MOST_TURNS);
                } else {
                    wakeWriter();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Like {@link #buffer}, but never waits for the socket, and what it adds is the last that is accepted. */
    void last(StompFrame frame) {
        lock.lock();
        try {
            requireOpen();
            StompWriter.write(frame, version, waiting);
            refusing = true;
            changed.signalAll();
            if (!writing) {
                wakeWriter();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Has a heart-beat sent if nothing else is about to be. */
    void beat() {
        lock.lock();
        try {
            if (!ended && !writing) {
                if (waiting.length() == 0) {
                    StompWriter.write(StompFrame.HEART_BEAT, version, waiting);
                }
                wakeWriter();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Sends what is in the buffer, unless another thread is about to. */
    void flush() {
        lock.lock();
        try {
            requireNotEnded();
            if (!writing) {
                write(MOST_TURNS);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the others have written everything, or gives up. */
    void awaitWritten(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (!ended && (writing || waiting.length() > 0) && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** {@return how long the socket has not taken what is being written; 0 if nothing is} */
    long nanosWithoutProgress(long now) {
        long since = stuckSince;
        return since == 0 ? 0 : Math.max(0, now - since);
    }

    /** Nothing is accepted or written any more; whoever waits gets an exception. */
    void end() {
        lock.lock();
        try {
            finish();
        } finally {
            lock.unlock();
        }
    }

    private void add(StompFrame frame) {
        while (waiting.length() >= FULL && !ended && !refusing) {
            if (writing) {
                changed.awaitUninterruptibly();
            } else {
                write(1);
            }
        }
        requireOpen();
        StompWriter.write(frame, version, waiting);
    }

    private void requireOpen() {
        requireNotEnded();
        if (refusing) {
            throw ending.exception();
        }
    }

    private void requireNotEnded() {
        if (ended) {
            throw ending.exception();
        }
    }

    /** With the lock, which it lets go while it writes. */
    private void write(int turns) {
        writing = true;
        try {
            for (int turn = 0; turn < turns && waiting.length() > 0; turn++) {
                FrameBuffer full = waiting;
                waiting = spare;
                spare = full;
                writeUnlocked(full);
                full.clear(KEPT);
                changed.signalAll();
            }
        } finally {
            writing = false;
            changed.signalAll();
        }
        if (waiting.length() > 0) {
            wakeWriter();
        }
    }

    private void writeUnlocked(FrameBuffer full) {
        lock.unlock();
        Throwable failure = null;
        try {
            int length = full.length();
            for (int from = 0; from < length; from += PIECE) {
                stuckSince = System.nanoTime() | 1; // not 0, which means something
                socket.write(full.array(), from, Math.min(PIECE, length - from));
            }
        } catch (Throwable e) {
            failure = e; // nobody knows how much was written
        } finally {
            stuckSince = 0;
            lock.lock();
        }
        if (failure != null) {
            ending.writeFailed(failure);
            finish();
            throw ending.exception();
        }
        liveness.sent(System.nanoTime());
    }

    private void finish() {
        ended = true;
        waiting = new FrameBuffer(0); // whoever keeps a closed connection keeps this
        spare = waiting;
        work.signalAll();
        changed.signalAll();
    }

    /** With the lock. Without that thread nobody might send what is in the buffer, and its senders believe it sent. */
    private void wakeWriter() {
        if (writer == null) {
            try {
                writer = threads.newThread(this::writeWhatIsLeft);
                writer.start();
            } catch (OutOfMemoryError | RuntimeException e) { // no thread to be had
                ending.writeFailed(e);
                finish();
                throw ending.exception();
            }
        } else if (asleep) {
            asleep = false;
            work.signal();
        }
    }

    private void writeWhatIsLeft() {
        lock.lock();
        try {
            int quiet = 0;
            while (!ended) {
                quiet = waiting.length() > 0 ? 0 : quiet + 1;
                if (waiting.length() > 0 && !writing) {
                    write(MOST_TURNS);
                }
                if (quiet < PAUSES_BEFORE_SLEEP) {
                    pause();
                } else {
                    asleep = true;
                    while (asleep && !ended) {
                        work.awaitUninterruptibly();
                    }
                    quiet = 0;
                }
            }
        } catch (StompException e) {
            Messages.LOG.log(System.Logger.Level.DEBUG, "the reading thread tells of it", e);
        } finally {
            lock.unlock();
        }
    }

    private void pause() {
        try {
            work.awaitNanos(PAUSE_NANOS);
        } catch (InterruptedException e) {
            Messages.LOG.log(System.Logger.Level.DEBUG, "nobody but the connection ends its threads", e);
        }
    }
}
