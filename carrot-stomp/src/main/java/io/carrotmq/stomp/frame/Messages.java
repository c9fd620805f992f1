package io.carrotmq.stomp.frame;

import io.carrotmq.stomp.StompFrameException;

/** Every error text of this layer, by number. None holds a header's value: it may be a password. */
final class Messages {
    private static final int LONGEST_QUOTE = 40;

    private Messages() {}

    static StompFrameException unknownCommand(String command, StompVersion version) {
        return new StompFrameException(
                "CARROT-0420",
                "what has come begins with '" + quote(command) + "', which is no command of STOMP " + version.text()
                        + "; see whether the peer speaks STOMP in that version, without TLS if none was asked for");
    }

    static StompFrameException badHead(String command, String what) {
        return new StompFrameException(
                "CARROT-0421", "a " + command + " frame that has come " + what + "; see what the peer sends");
    }

    static StompFrameException undefinedEscape(String command, StompVersion version) {
        return new StompFrameException(
                "CARROT-0422",
                "a header of a " + command + " frame that has come has an escape that STOMP " + version.text()
                        + " does not define; see what the peer sends");
    }

    static StompFrameException badContentLength(String command, String value) {
        return new StompFrameException(
                "CARROT-0423",
                "content-length of a " + command + " frame that has come is '" + quote(value)
                        + "', no number from 0 to 2147483647; see what the peer sends");
    }

    static StompFrameException beyondLimit(String command, String what, int limit) {
        return new StompFrameException(
                "CARROT-0424",
                "a " + command + " frame that has come has " + what + ", at most " + limit
                        + " are possible; send less, or raise the limit in FrameLimits");
    }

    static StompFrameException badBody(String command, String what) {
        return new StompFrameException(
                "CARROT-0425", "a " + command + " frame that has come " + what + "; see what the peer sends");
    }

    static IllegalArgumentException badLimit(String name, int value, int least) {
        return new IllegalArgumentException("CARROT-0426 the limit " + name + " is " + value + ", below " + least
                + "; choose one that frames need");
    }

    static StompFrameException notWritable(String command, StompVersion version) {
        return new StompFrameException(
                "CARROT-0427",
                "'" + quote(command) + "' was not written: it is no command of STOMP " + version.text()
                        + "; correct it, or agree on a later version");
    }

    static StompFrameException headerNotWritable(String command, String name, String what) {
        return new StompFrameException(
                "CARROT-0428",
                "a " + command + " frame was not written: header '" + quote(name) + "' " + what
                        + "; change it, or agree on a later version where that can express it");
    }

    static StompFrameException bodyNotWritable(String command, String what, String remedy) {
        return new StompFrameException(
                "CARROT-0429", "a " + command + " frame was not written: its body " + what + "; " + remedy);
    }

    /** Fit for one line of a log, however long it is and whatever is in it. */
    private static String quote(String text) {
        String start = text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "..." : text;
        return start.replaceAll("\\p{Cntrl}", "?");
    }
}
