package io.carrotmq.stomp.command;

import io.carrotmq.stomp.StompConfigurationException;
import io.carrotmq.stomp.StompProtocolException;
import io.carrotmq.stomp.frame.StompFrame;
import io.carrotmq.stomp.frame.StompVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Every error text of this layer, by number. */
final class Messages {
    /** As much of a peer's text as an error repeats. */
    private static final int LONGEST = 200;

    private Messages() {}

    static StompProtocolException headerMissing(String command, String header, String remedy) {
        return new StompProtocolException("CARROT-0430", command + " lacks the header '" + header + "'; " + remedy);
    }

    static StompProtocolException notInVersion(String what, StompVersion version) {
        return new StompProtocolException(
                "CARROT-0431",
                "STOMP " + version.text() + " has no " + what + "; agree on a later version, or do without");
    }

    static StompProtocolException ownHeader(String command, String header) {
        return new StompProtocolException(
                "CARROT-0432",
                command + " sets the header '" + header
                        + "' by itself, so it cannot be one of the further headers; use the argument meant for it");
    }

    static StompProtocolException unexpectedFrame(String expected, StompFrame frame) {
        return new StompProtocolException(
                "CARROT-0433",
                "the server sent " + (frame.isHeartBeat() ? "a heart-beat" : "'" + readable(frame.command()) + "'")
                        + " where " + expected + " was to come; check that the peer is a STOMP server");
    }

    static StompProtocolException versionNotOffered(String version, List<StompVersion> offered) {
        return new StompProtocolException(
                "CARROT-0434",
                "the server answers in version '" + readable(version) + "', but offered were "
                        + offered.stream().map(StompVersion::text).collect(Collectors.joining(","))
                        + "; offer a version the server speaks");
    }

    static StompProtocolException malformedHeartBeat(String value) {
        return new StompProtocolException(
                "CARROT-0435",
                "the server's heart-beat is '" + readable(value)
                        + "', not two numbers of milliseconds with a comma between them; connect without heart-beats");
    }

    static StompErrorException error(StompFrame frame) {
        String message = frame.header("message");
        String receipt = frame.header("receipt-id");
        String body = firstLine(frame.body());
        return new StompErrorException(
                "CARROT-0436",
                "the broker answered with ERROR: " + (message == null ? "(no message)" : readable(message))
                        + (body.isEmpty() || body.equals(message) ? "" : " (" + readable(body) + ")")
                        + (receipt == null ? "" : ", about the frame with receipt '" + readable(receipt) + "'")
                        + "; correct what was sent, or grant the right to it",
                frame);
    }

    static StompConfigurationException heartBeatOutOfRange(Object value, long mostMillis) {
        return new StompConfigurationException(
                "CARROT-0437",
                "a heart-beat's interval is " + value + ", outside zero to " + mostMillis
                        + " ms; choose one in that range, zero for none",
                null);
    }

    private static String firstLine(byte[] body) {
        int end = 0;
        while (end < body.length && end < LONGEST && body[end] != '\n' && body[end] != '\r' && body[end] != 0) {
            end++;
        }
        return new String(body, 0, end, StandardCharsets.UTF_8).trim();
    }

    /** A peer's text, cut to a bearable length and without what would break a line of a log. */
    private static String readable(String text) {
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
