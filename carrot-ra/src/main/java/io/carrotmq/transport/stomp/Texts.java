package io.carrotmq.transport.stomp;

import io.carrotmq.stomp.frame.StompFrame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** What headers say; null for what is absent, and for what a foreign sender has written that is none. */
final class Texts {
    /** What every broker can count in milliseconds. */
    private static final long LONGEST = 0xFFFF_FFFFL;

    private Texts() {}

    static Integer integer(String text, int least, int most) {
        Long value = number(text);
        return value == null || value < least || value > most ? null : (Integer) value.intValue();
    }

    static Duration millis(String text) {
        Long value = number(text);
        return value == null || value < 0 || value > LONGEST ? null : Duration.ofMillis(value);
    }

    static Instant seconds(String text) {
        Long value = number(text);
        return value == null || Math.abs(value) > Instant.MAX.getEpochSecond() ? null : Instant.ofEpochSecond(value);
    }

    static Long number(String text) {
        if (text == null || !text.matches("-?\\d{1,18}")) {
            return null;
        }
        return Long.valueOf(text);
    }

    /** {@return the text without its {@code %} and two digits; a {@code %} before something else stays} */
    static String percentDecoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] plain = new byte[bytes.length];
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
            if (bytes[i] == '%' && high >= 0 && low >= 0) {
                plain[length++] = (byte) (high << 4 | low);
                i += 2;
            } else {
                plain[length++] = bytes[i];
            }
        }
        return new String(plain, 0, length, StandardCharsets.UTF_8);
    }

    /** {@return what an {@code ERROR} says, in one line} */
    static String words(StompFrame error) {
        String header = error.header("message");
        String body = new String(error.body(), StandardCharsets.UTF_8).strip();
        String first = body.isEmpty() ? "" : body.lines().findFirst().orElse("");
        String all =
                header == null || first.contains(header) || first.toLowerCase().contains(header.replace('_', ' '))
                        ? first
                        : first.isEmpty() ? header : header + ": " + first;
        return all.isEmpty() ? "the broker sent ERROR without a reason" : all;
    }
}
