package io.carrotmq.codecs;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A body with something of everything. */
public record Order(
        String id,
        int count,
        long big,
        double amount,
        boolean paid,
        Status status,
        BigDecimal price,
        BigInteger serial,
        LocalDate day,
        Instant at,
        OffsetDateTime due,
        UUID key,
        byte[] seal,
        List<Line> lines,
        Map<String, Integer> stock,
        Order parent)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** An enum whose text is not its name. */
    public enum Status {
        OPEN,
        SHIPPED;

        @Override
        public String toString() {
            return "status " + ordinal();
        }
    }

    /** A nested record. */
    public record Line(String article, int pieces) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    static Order sample() {
        return sample(sample(null));
    }

    private static Order sample(Order parent) {
        return new Order(
                "o-ü-1",
                -3,
                1L << 40,
                0.1,
                true,
                Status.SHIPPED,
                new BigDecimal("12345678901234567890.12345678901234567890"),
                BigInteger.TWO.pow(100).negate(),
                LocalDate.of(2026, 11, 21),
                Instant.parse("2026-11-21T10:15:30.123456789Z"),
                OffsetDateTime.parse("2026-11-21T10:15:30+02:00"),
                UUID.fromString("00000000-0000-0001-0000-000000000002"),
                new byte[] {0, 1, -1},
                List.of(new Line("yes", 1), new Line("12:30:45", 2), new Line("", 0)),
                Map.of("a", 1),
                parent);
    }
}
