package io.carrotmq.transport.amqp;

import com.rabbitmq.client.impl.Frame;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Everything one connection sends, in order. Frames go into a buffer, and whoever wants them sent writes the buffer to
 * the socket: at once if the connection is idle, together with what others add meanwhile if it is busy. One thread
 * writes at a time, outside the lock, and takes along what comes while it writes; a thread of its own, made when first
 * needed, writes what nobody flushes.
 *
 * <p>The frames of the client library and those an {@link Outlet} makes meet here, so here it is known what the broker
 * will have read of each channel when the next byte reaches it.
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

    /** After that long without a write the connection is idle, and there is nothing to combine with. */
    private static final long IDLE_NANOS = 20_000;

    /** How long the writing thread lets others fill the buffer. */
    private static final long PAUSE_NANOS = 100_000;

    /** After that many pauses in which nothing was left for it, the writing thread sleeps. */
    private static final int PAUSES_BEFORE_SLEEP = 5;

    /** How many times in turn a thread that came to send its own writes what others add. */
    private static final int MOST_TURNS = 8;

    private static final byte[] NOTHING = {};

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition work = lock.newCondition();
    private final OutputStream socket;
    private final Closeable onFailure;
    private final ThreadFactory threads;
    private final FrameBytes bytes = new FrameBytes(FIRST_CAPACITY);
    private final DataOutputStream frames = new DataOutputStream(bytes);
    private final Map<Integer, Outlet> outlets = new HashMap<>();
    private byte[] spare = new byte[FIRST_CAPACITY];
    private long lastWrite = System.nanoTime() - IDLE_NANOS;
    private boolean writing;
    private boolean asleep;
    private boolean ended;
    private IOException failure;
    private Thread writer;

    /**
     * Makes one.
     *
     * @param socket where the bytes go
     * @param onFailure closed when a write has failed, so that the connection's reader learns of it
     * @param threads makes the writing thread
     */
    FrameOutput(OutputStream socket, Closeable onFailure, ThreadFactory threads) {
        this.socket = socket;
        this.onFailure = onFailure;
        this.threads = threads;
    }

    /** Takes the place of the outlet the channel number had before. */
    Outlet outlet(int channel, int frameMax) {
        lock.lock();
        try {
            Outlet outlet = new Outlet(this, channel, frameMax);
            outlets.put(channel, outlet);
            return outlet;
        } finally {
            lock.unlock();
        }
    }

    /** Adds a frame of the client library's, which flushes by itself. */
    void add(Frame frame) throws IOException {
        FrameBytes to = begin();
        int start = to.size();
        boolean added = false;
        try {
            frame.writeTo(frames);
            note(to, start);
            added = true;
        } finally {
            if (!added) {
                to.truncate(start);
            }
            lock.unlock();
        }
    }

    /** Looks at what the client tells the broker of its channels. */
    private void note(FrameBytes of, int start) {
        if (ChannelState.isConnectionEnd(of, start)) {
            outlets.values().forEach(Outlet::end);
            changed.signalAll();
        } else {
            Outlet outlet = outlets.get(ChannelState.channel(of, start));
            if (outlet != null && outlet.note(of, start)) {
                changed.signalAll();
            }
        }
    }

    /**
     * Waits for room and takes the lock, for someone who adds to the buffer and then calls {@link #end} or {@link
     * #endWith}.
     */
    FrameBytes begin() throws IOException {
        lock.lock();
        boolean open = false;
        try {
            while (bytes.size() >= FULL && !ended) {
                if (writing) {
                    changed.awaitUninterruptibly();
                } else {
                    write(1);
                }
            }
            requireOpen();
            open = true;
            return bytes;
        } finally {
            if (!open) {
                lock.unlock();
            }
        }
    }

    /** With the lock: waits until something of this has changed. */
    void awaitChange() throws IOException {
        changed.awaitUninterruptibly();
        requireOpen();
    }

    /** With the lock: whether somebody writes now. */
    boolean isWriting() {
        return writing;
    }

    private void requireOpen() throws IOException {
        if (failure != null) {
            throw new IOException("a write to the broker failed: " + failure.getMessage(), failure);
        }
        if (ended) {
            throw new IOException("the connection is closed");
        }
    }

    /** Gives up without having added anything. */
    void abandon() {
        lock.unlock();
    }

    /**
     * Lets the lock go, and sends what was added.
     *
     * @param now false if it may wait for more to come
     */
    void end(boolean now) throws IOException {
        try {
            if (writing) {
                return; // whoever writes takes it along
            }
            if (now || bytes.size() >= WORTH_WRITING || System.nanoTime() - lastWrite > IDLE_NANOS) {
                write(MOST_TURNS);
            } else {
                wakeWriter();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Something that writes to the socket itself. */
    interface Writing {
        void to(OutputStream socket) throws IOException;
    }

    /** Lets the lock go, and sends what was added with more right behind it; only while nobody {@link #isWriting()}. */
    void endWith(Writing more) throws IOException {
        try {
            write(1, more);
        } finally {
            lock.unlock();
        }
    }

    /** Sends what is in the buffer, unless another thread is about to. */
    void flush() throws IOException {
        lock.lock();
        try {
            if (!writing && bytes.size() > 0) {
                write(MOST_TURNS);
            }
        } finally {
            lock.unlock();
        }
    }

    private void write(int turns) throws IOException {
        write(turns, null);
    }

    /** With the lock, which it lets go while it writes. */
    private void write(int turns, Writing more) throws IOException {
        writing = true;
        try {
            Writing next = more;
            for (int turn = 0; turn < turns && bytes.size() > 0; turn++) {
                byte[] full = bytes.array();
                int length = bytes.size();
                bytes.use(spare);
                writeUnlocked(full, length, next);
                spare = full;
                next = null;
                lastWrite = System.nanoTime();
                changed.signalAll();
            }
        } finally {
            writing = false;
            changed.signalAll();
        }
        if (bytes.size() > 0) {
            wakeWriter();
        }
    }

    private void writeUnlocked(byte[] full, int length, Writing more) throws IOException {
        lock.unlock();
        IOException failed = null;
        try {
            socket.write(full, 0, length);
            if (more != null) {
                more.to(socket);
            }
        } catch (IOException e) {
            failed = e;
        } catch (RuntimeException | Error e) {
            failed = new IOException(e); // nobody knows how much was written
        }
        lock.lock();
        if (failed != null) {
            fail(failed);
            throw failed;
        }
    }

    private void fail(IOException e) {
        failure = e;
        finish();
        try {
            onFailure.close();
        } catch (IOException again) {
            e.addSuppressed(again);
        }
    }

    private void finish() {
        ended = true;
        spare = NOTHING; // whoever keeps a delivery of a closed connection keeps this
        bytes.use(NOTHING);
        outlets.values().forEach(Outlet::end);
        outlets.clear();
        work.signalAll();
        changed.signalAll();
    }

    private void wakeWriter() throws IOException {
        if (writer == null) {
            writer = startedWriter();
        } else if (asleep) {
            asleep = false;
            work.signal();
        }
    }

    /** Without it, nobody might send what is in the buffer; and its senders believe it sent. */
    private Thread startedWriter() throws IOException {
        try {
            Thread made = threads.newThread(this::writeWhatIsLeft);
            made.start();
            return made;
        } catch (OutOfMemoryError e) { // no thread to be had
            IOException failed = new IOException("no thread to write to the broker with", e);
            fail(failed);
            throw failed;
        }
    }

    private void writeWhatIsLeft() {
        lock.lock();
        try {
            int quiet = 0;
            while (!ended) {
                quiet = bytes.size() > 0 ? 0 : quiet + 1;
                if (bytes.size() > 0 && !writing) {
                    write(MOST_TURNS);
                }
                if (quiet < PAUSES_BEFORE_SLEEP) {
                    work.awaitNanos(PAUSE_NANOS);
                } else {
                    asleep = true;
                    while (asleep && !ended) {
                        work.awaitUninterruptibly();
                    }
                    quiet = 0;
                }
            }
        } catch (IOException e) {
            // The socket is closed now, so the connection's reader tells everybody.
            Messages.LOG.log(System.Logger.Level.DEBUG, "writing to the broker", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(new IOException("the writing thread was interrupted", e));
        } finally {
            lock.unlock();
        }
    }

    /** Sends the rest if that goes within the bound; after that nothing can be sent any more. */
    void close(Duration bound) {
        lock.lock();
        try {
            long left = bound.toNanos();
            while (!ended && (writing || bytes.size() > 0) && left > 0) {
                if (!writing) {
                    wakeWriter(); // it may hang in the socket, this thread may not
                }
                left = changed.awaitNanos(left);
            }
        } catch (IOException e) {
            Messages.LOG.log(System.Logger.Level.DEBUG, "what was left cannot be sent", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            finish();
            lock.unlock();
        }
    }
}
