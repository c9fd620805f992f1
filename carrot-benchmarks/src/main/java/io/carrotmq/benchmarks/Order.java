package io.carrotmq.benchmarks;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is encoded and decoded: about 1 KiB as JSON.
 *
 * @param id its number
 * @param customer whose it is
 * @param placed when it was placed
 * @param lines what was ordered
 */
public record Order(long id, String customer, Instant placed, List<Line> lines) {
    private static final int LINES = 14;

    /**
     * A part of an order.
     *
     * @param article what
     * @param quantity how many
     * @param price for how much
     */
    public record Line(String article, int quantity, BigDecimal price) {}

    static Order example() {
        return new Order(
                4711,
                "Żółw & Söhne, 東京",
                Instant.parse("2026-11-21T12:00:00Z"),
                IntStream.range(0, LINES)
                        .mapToObj(i -> new Line("article \"" + i + "\"", i + 1, new BigDecimal("12.50")))
                        .toList());
    }
}
