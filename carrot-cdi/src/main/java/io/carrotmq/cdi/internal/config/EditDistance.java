package io.carrotmq.cdi.internal.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** How many letters have to be changed, added or removed to make one text of another, in any case of letters. */
final class EditDistance {
    private EditDistance() {}

    static int between(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int column = 0; column <= other.length(); column++) {
            row[column] = column;
        }
        for (int line = 1; line <= one.length(); line++) {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column <= other.length(); column++) {
                int change = diagonal + (isSame(one.charAt(line - 1), other.charAt(column - 1)) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(change, Math.min(row[column], row[column - 1]) + 1);
            }
        }
        return row[other.length()];
    }

    private static boolean isSame(char one, char other) {
        return Character.toLowerCase(one) == Character.toLowerCase(other);
    }

    /** The one that is nearest, if it is nearer than a third of its length. */
    static Optional<String> nearest(String text, Collection<String> candidates) {
        return candidates.stream()
                .filter(candidate -> between(text, candidate) <= candidate.length() / 3)
                .min(Comparator.<String>comparingInt(candidate -> between(text, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }
}
