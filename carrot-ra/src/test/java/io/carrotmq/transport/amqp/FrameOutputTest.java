package io.carrotmq.transport.amqp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Frame;
import io.carrotmq.engine.EngineThreads;
import io.carrotmq.testkit.Await;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one connection sends is complete and in order, soon, and nobody outlasts the socket. */
@Timeout(60)
class FrameOutputTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int FRAME_MAX = 4_096;
    private static final byte[] METHOD = new PublishEncoder()
            .method(new io.carrotmq.OutgoingMessage("", "q", true, io.carrotmq.Properties.NONE, new byte[0]));
    private static final byte[] HEADER = new PublishEncoder().header(io.carrotmq.Properties.NONE, FRAME_MAX);

    private final ThreadFactory threads = EngineThreads.named("test-output");
    private final Sink socket = new Sink();
    private final FrameOutput output = new FrameOutput(socket, socket, threads);
    private final ExecutorService callers = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        socket.close();
        output.close(Duration.ZERO);
        callers.shutdownNow();
    }

    /** A socket: it can be slow, it can stop reading, and it wakes who writes to it when it is closed. */
    private static final class Sink extends OutputStream {
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private boolean stuck;
        private boolean closed;
        private int waiting;

        @Override
        public void write(int b) {
            throw new UnsupportedOperationException("never one byte at a time");
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
            while (stuck && !closed) {
                waiting++;
                try {
                    wait();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                } finally {
                    waiting--;
                }
            }
            if (closed) {
                throw new IOException("Socket closed");
            }
            written.write(bytes, offset, length);
        }

        synchronized void stick(boolean yes) {
            stuck = yes;
            notifyAll();
        }

        synchronized int waiting() {
            return waiting;
        }

        synchronized byte[] written() {
            return written.toByteArray();
        }

        synchronized boolean isClosed() {
            return closed;
        }

        @Override
        public synchronized void close() {
            closed = true;
            notifyAll();
        }
    }

    private List<Frame> frames() throws IOException {
        byte[] bytes = socket.written();
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        List<Frame> frames = new ArrayList<>();
        while (in.available() > 0) {
            frames.add(Frame.readFrom(in, () -> Integer.MAX_VALUE));
        }
        return frames;
    }

    /** The bodies on a channel; it fails if any other frame is among those of one message. */
    private List<String> bodies(int channel) throws IOException {
        List<String> bodies = new ArrayList<>();
        StringBuilder body = null;
        long missing = 0;
        for (Frame frame : frames()) {
            if (frame.getChannel() != channel) {
                continue;
            }
            switch (frame.getType()) {
                case AMQP.FRAME_METHOD -> assertThat(missing).isZero();
                case AMQP.FRAME_HEADER -> {
                    assertThat(missing).isZero();
                    DataInputStream header = frame.getInputStream();
                    header.readInt();
                    missing = header.readLong();
                    body = new StringBuilder();
                }
                default -> {
                    assertThat(frame.getPayload().length).isLessThanOrEqualTo(FRAME_MAX - 8);
                    body.append(new String(frame.getPayload(), UTF_8));
                    missing -= frame.getPayload().length;
                }
            }
            if (body != null && missing == 0 && frame.getType() != AMQP.FRAME_METHOD) {
                bodies.add(body.toString());
                body = null;
            }
        }
        return bodies;
    }

    private static boolean publish(Outlet outlet, String body) throws IOException {
        return outlet.publish(METHOD, HEADER, body.getBytes(UTF_8));
    }

    @Test
    void framesAreTheClients() throws IOException {
        Outlet outlet = output.outlet(7, FRAME_MAX);
        publish(outlet, "hello");
        outlet.ack(300, true);
        output.flush();
        ByteArrayOutputStream theirs = new ByteArrayOutputStream();
        java.io.DataOutputStream to = new java.io.DataOutputStream(theirs);
        new AMQImpl.Basic.Publish(0, "", "q", true, false).toFrame(7).writeTo(to);
        new AMQP.BasicProperties().toFrame(7, 5).writeTo(to);
        Frame.fromBodyFragment(7, java.nio.ByteBuffer.wrap("hello".getBytes(UTF_8)), 0, 5)
                .writeTo(to);
        new AMQImpl.Basic.Ack(300, true).toFrame(7).writeTo(to);
        assertThat(socket.written()).isEqualTo(theirs.toByteArray());
    }

    @Test
    void largeBodiesAreSplitAndNothingComesBetween() throws Exception {
        Outlet outlet = output.outlet(1, FRAME_MAX);
        String large = "x".repeat(300_000);
        Future<?> acks = callers.submit(() -> {
            for (int i = 1; i <= 2_000; i++) {
                outlet.ack(i, false);
            }
            return null;
        });
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String body = i % 2 == 0 ? large : "small " + i;
            publish(outlet, body);
            expected.add(body);
        }
        acks.get(30, TimeUnit.SECONDS);
        output.flush();
        Await.until("everything to be sent", SOON, () -> bodies(1).size() == expected.size());
        assertThat(bodies(1)).isEqualTo(expected);
    }

    @Test
    void manySendersAreSentCompleteAndInTheirOrder() throws Exception {
        int senders = 8;
        int each = 3_000;
        List<Future<?>> running = new ArrayList<>();
        for (int sender = 1; sender <= senders; sender++) {
            Outlet outlet = output.outlet(sender, FRAME_MAX);
            boolean flushes = sender % 2 == 0;
            running.add(callers.submit(() -> {
                for (int i = 0; i < each; i++) {
                    publish(outlet, "m" + i);
                    if (flushes && i % 7 == 0) {
                        output.flush();
                    }
                }
                return null;
            }));
        }
        for (Future<?> sender : running) {
            sender.get(30, TimeUnit.SECONDS);
        }
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < each; i++) {
            expected.add("m" + i);
        }
        for (int sender = 1; sender <= senders; sender++) {
            int channel = sender;
            // Nobody flushes the last ones.
            Await.until(
                    "channel " + channel + " to be sent",
                    SOON,
                    () -> bodies(channel).size() == each);
            assertThat(bodies(channel)).isEqualTo(expected);
        }
    }

    @Test
    void whatNobodyFlushesIsSentSoonTooAfterAPause() throws Exception {
        Outlet outlet = output.outlet(1, FRAME_MAX);
        for (int burst = 1; burst <= 3; burst++) {
            for (int i = 0; i < 50; i++) {
                publish(outlet, "m");
            }
            int expected = 50 * burst;
            Await.until("the burst to be sent", SOON, () -> bodies(1).size() == expected);
        }
    }

    @Test
    void writerOfAPeerThatReadsNoMoreEndsWithTheSocket() throws Exception {
        Outlet outlet = output.outlet(1, FRAME_MAX);
        socket.stick(true);
        String body = "x".repeat(60_000);
        List<Future<?>> senders = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            senders.add(callers.submit(() -> {
                while (publish(outlet, body)) {
                    // until it fails
                }
                return null;
            }));
        }
        Await.until("somebody to hang", SOON, () -> socket.waiting() > 0);
        CountDownLatch flushed = new CountDownLatch(1);
        callers.execute(() -> {
            try {
                output.flush();
                flushed.countDown();
            } catch (IOException e) {
                // then it did not return at once
            }
        });
        assertThat(flushed.await(20, TimeUnit.SECONDS))
                .as("a flush leaves the writing to whoever writes")
                .isTrue();
        socket.close();
        for (Future<?> sender : senders) {
            assertThatThrownBy(() -> sender.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
        }
        assertThatThrownBy(() -> output.add(new Frame(AMQP.FRAME_HEARTBEAT, 0))).isInstanceOf(IOException.class);
    }

    @Test
    void closingSendsTheRestAndWaitsForNoStuckPeer() throws Exception {
        Outlet outlet = output.outlet(1, FRAME_MAX);
        for (int i = 0; i < 100; i++) {
            publish(outlet, "m" + i);
        }
        output.close(Duration.ofSeconds(20));
        assertThat(bodies(1)).hasSize(100);

        Sink stuck = new Sink();
        FrameOutput other = new FrameOutput(stuck, stuck, threads);
        stuck.stick(true);
        Outlet hanging = other.outlet(1, FRAME_MAX);
        Future<Boolean> hung = callers.submit(() -> publish(hanging, "m"));
        Await.until("the write to hang", SOON, () -> stuck.waiting() > 0);
        long start = System.nanoTime();
        other.close(Duration.ofMillis(200));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
        stuck.close();
        assertThatThrownBy(() -> hung.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
    }

    /** Where no thread is to be had, the connection ends, rather than keep what its senders believe sent. */
    @Test
    void withoutAThreadToWriteTheConnectionEnds() throws IOException {
        FrameOutput poor = new FrameOutput(socket, socket, task -> new Thread(task) {
            @Override
            public void start() {
                throw new OutOfMemoryError("unable to create native thread");
            }
        });
        poor.add(new Frame(AMQP.FRAME_HEARTBEAT, 0));
        poor.close(SOON);
        assertThat(socket.isClosed()).isTrue();
        assertThatThrownBy(poor::begin).isInstanceOf(IOException.class).hasMessageContaining("no thread");
    }

    @Test
    void nothingFollowsTheEndOfItsChannel() throws IOException {
        Outlet ours = output.outlet(1, FRAME_MAX);
        Outlet other = output.outlet(2, FRAME_MAX);
        output.add(new AMQImpl.Channel.CloseOk().toFrame(1));
        assertThat(publish(ours, "late")).isFalse();
        assertThat(ours.ack(1, false)).isFalse();
        assertThat(publish(other, "fine")).isTrue();
        Outlet again = output.outlet(1, FRAME_MAX); // the number is used again
        assertThat(publish(again, "fine too")).isTrue();
        assertThat(publish(ours, "later")).isFalse();
        output.add(new AMQImpl.Connection.CloseOk().toFrame(0));
        assertThat(publish(other, "late")).isFalse();
        assertThat(publish(again, "late")).isFalse();
        output.flush();
        assertThat(bodies(1)).containsExactly("fine too");
        assertThat(bodies(2)).containsExactly("fine");
    }

    @Test
    void brokerThatWantsNoMessagesIsHeeded() throws Exception {
        Outlet outlet = output.outlet(1, FRAME_MAX);
        output.add(new AMQImpl.Channel.FlowOk(false).toFrame(1));
        Future<Boolean> waiting = callers.submit(() -> publish(outlet, "later"));
        outlet.ack(1, false); // an acknowledgement goes all the same
        assertThatThrownBy(() -> waiting.get(200, TimeUnit.MILLISECONDS))
                .isInstanceOf(java.util.concurrent.TimeoutException.class);
        assertThat(bodies(1)).isEmpty();
        output.add(new AMQImpl.Channel.FlowOk(true).toFrame(1));
        assertThat(waiting.get(20, TimeUnit.SECONDS)).isTrue();
        output.flush();
        Await.until("the message to be sent", SOON, () -> bodies(1).equals(List.of("later")));
    }
}
