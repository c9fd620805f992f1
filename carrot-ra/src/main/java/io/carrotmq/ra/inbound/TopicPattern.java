package io.carrotmq.ra.inbound;

import java.util.Comparator;
import java.util.List;

/** A topic pattern as AMQP 0-9-1, 3.1.3.3 defines it: words between dots, {@code *} for one, {@code #} for any number. */
record TopicPattern(List<String> words) {
    private static final String ONE = "*";
    private static final String ANY = "#";

    /** The more literal first. */
    static final Comparator<TopicPattern> MORE_LITERAL = Comparator.comparingLong(TopicPattern::literals)
            .reversed()
            .thenComparingLong(TopicPattern::anys)
            .thenComparing(Comparator.comparingLong(TopicPattern::ones).reversed());

    static TopicPattern of(String text) {
        return new TopicPattern(split(text));
    }

    private static List<String> split(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("\\.", -1));
    }

    boolean matches(String routingKey) {
        if (words.size() == 1 && words.get(0).equals(ANY)) {
            return true;
        }
        return overlap(words, split(routingKey), false);
    }

    /** {@return whether some routing key fits both patterns} */
    boolean overlaps(TopicPattern other) {
        return overlap(words, other.words, true);
    }

    /** Whether a sequence of words fits both sides; the right one has wildcards only if it is a pattern. */
    private static boolean overlap(List<String> left, List<String> right, boolean rightIsPattern) {
        // reachable[j]: the words of the left side so far can be the first j of the right side
        boolean[] reachable = new boolean[right.size() + 1];
        reachable[0] = true;
        for (int j = 0; rightIsPattern && j < right.size() && right.get(j).equals(ANY); j++) {
            reachable[j + 1] = true;
        }
        for (String word : left) {
            boolean[] next = new boolean[reachable.length];
            boolean any = word.equals(ANY);
            next[0] = any && reachable[0];
            for (int j = 0; j < right.size(); j++) {
                String its = right.get(j);
                boolean itsAny = rightIsPattern && its.equals(ANY);
                boolean same =
                        any || itsAny || word.equals(ONE) || word.equals(its) || rightIsPattern && its.equals(ONE);
                next[j + 1] = same && reachable[j] // both take one word
                        || any && (reachable[j + 1] || next[j]) // the left side takes none, or one more
                        || itsAny && (next[j] || reachable[j + 1]); // so does the right one
            }
            reachable = next;
        }
        return reachable[right.size()];
    }

    private long literals() {
        return words.size() - ones() - anys();
    }

    private long ones() {
        return words.stream().filter(ONE::equals).count();
    }

    private long anys() {
        return words.stream().filter(ANY::equals).count();
    }

    @Override
    public String toString() {
        return String.join(".", words);
    }
}
