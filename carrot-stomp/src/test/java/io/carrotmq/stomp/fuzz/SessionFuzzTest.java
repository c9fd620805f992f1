package io.carrotmq.stomp.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.carrotmq.stomp.StompException;
import io.carrotmq.stomp.StompFrameException;
import io.carrotmq.stomp.command.AckMode;
import io.carrotmq.stomp.command.HeartBeat;
import io.carrotmq.stomp.frame.FrameBuffer;
import io.carrotmq.stomp.frame.FrameLimits;
import io.carrotmq.stomp.frame.StompFrame;
import io.carrotmq.stomp.frame.StompParser;
import io.carrotmq.stomp.frame.StompWriter;
import io.carrotmq.stomp.session.SessionState;
import io.carrotmq.stomp.session.StompSession;
import io.carrotmq.stomp.session.Subscription;
import java.time.Duration;
import java.util.Map;

/** What a server can send to a client that has connected, subscribed and asked for receipts. */
class SessionFuzzTest {
    private static final FrameLimits LIMITS = new FrameLimits(16, 128, 1024);

    @FuzzTest
    void converse(byte[] content) {
        StompSession session = new StompSession();
        StompParser parser = new StompParser(LIMITS);
        FrameBuffer sent = new FrameBuffer(256);
        HeartBeat heartBeat = new HeartBeat(Duration.ofSeconds(1), Duration.ofSeconds(1));
        session.connect("/", "guest", "guest", heartBeat, Map.of());
        parser.add(content, 0, content.length);
        int errors = 0;
        boolean more = true;
        while (more) {
            try {
                StompFrame frame = parser.next();
                more = frame != null;
                if (more) {
                    take(frame, session, parser, sent);
                }
            } catch (StompFrameException e) {
                more = errors++ == 0; // nothing is left behind a frame that is broken
            } catch (StompException e) {
                assertThat(e).hasMessageMatching("(?s)CARROT-04\\d\\d .*");
            }
        }
        assertThat(session.receipts()).hasSizeLessThanOrEqualTo(4);
        assertThat(session.heartBeat().sends()).isBetween(Duration.ZERO, Duration.ofMillis(Long.MAX_VALUE));
        session.close(true);
        assertThat(session.state()).isEqualTo(SessionState.DISCONNECTED);
    }

    private static void take(StompFrame frame, StompSession session, StompParser parser, FrameBuffer sent) {
        switch (frame.command()) {
            case "CONNECTED", "ERROR" -> {
                session.connected(frame);
                parser.version(session.version());
                write(
                        session.subscribe(new Subscription("/a", "1", AckMode.CLIENT, Map.of(), "r1", null)),
                        session,
                        sent);
                write(
                        session.subscribe(new Subscription("/b", "2", AckMode.AUTO, Map.of(), "r2", null)),
                        session,
                        sent);
                write(session.begin("t", "r3"), session, sent);
            }
            case "MESSAGE" -> {
                session.message(frame);
                write(session.ack(frame, Map.of(), "t", null), session, sent);
                write(session.nack(frame, Map.of(), null, null), session, sent);
            }
            case "RECEIPT" -> {
                if (session.receipt(frame).equals("r3")) {
                    write(session.disconnect("r4"), session, sent);
                }
            }
            default -> assertThat(frame.command()).isNotNull();
        }
    }

    /** A frame the session makes of what a server has said can be written, but for 1.0. */
    private static void write(StompFrame frame, StompSession session, FrameBuffer sent) {
        StompWriter.write(frame, session.version(), sent);
        assertThat(sent.length()).isPositive();
        sent.clear(256);
    }
}
