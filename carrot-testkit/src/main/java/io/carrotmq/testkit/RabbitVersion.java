package io.carrotmq.testkit;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines of RabbitMQ that tests can ask for. Each has an environment variable of its own that names a running
 * broker, and one that allows one source only; see {@link RabbitMq}.
 */
public enum RabbitVersion {

    /** RabbitMQ 3.10: classic queues of the first kind, no delayed retry, delivery limits that count every return. */
    V3_10(3, 10, "bookworm", "_3_10") {
        @Override
        boolean includes(int major, int minor) {
            return major == 3 && minor == 10;
        }
    },

    /**
     * RabbitMQ 4.0: quorum queues have a delivery limit of 20 unless they are given another, which counts every return;
     * no delayed retry.
     */
    V4_0(4, 0, "trixie", "_4_0") {
        @Override
        boolean includes(int major, int minor) {
            return major == 4 && minor == 0;
        }
    },

    /** RabbitMQ 4.3 or later, which tests get unless they ask for another. */
    V4_3(4, 3, "forky", "") {
        @Override
        boolean includes(int major, int minor) {
            return major > 4 || major == 4 && minor >= 3;
        }
    };

    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})\\..*");

    private final String number;
    private final String suite;
    private final String suffix;

    RabbitVersion(int major, int minor, String suite, String suffix) {
        this.number = major + "." + minor;
        this.suite = suite;
        this.suffix = suffix;
    }

    /** Major and minor number, such as {@code 4.3}. */
    String number() {
        return number;
    }

    /** What of this line is taken, in words. */
    String range() {
        return this == V4_3 ? number + " or later" : number;
    }

    /** The Debian suite whose packages have it. */
    String suite() {
        return suite;
    }

    String image() {
        return "rabbitmq:" + number + "-management";
    }

    /** The environment variable that names a running broker. */
    String uriVariable() {
        return "CARROT_TEST_RABBITMQ" + suffix;
    }

    /** The environment variable that says where that broker's HTTP API is. */
    String managementVariable() {
        return uriVariable() + "_MANAGEMENT";
    }

    /** The environment variable that allows one source only. */
    String sourceVariable() {
        return uriVariable() + "_SOURCE";
    }

    /** The system property that does the same and comes first. */
    String sourceProperty() {
        return sourceVariable().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    abstract boolean includes(int major, int minor);

    /**
     * Checks what a broker says of itself.
     *
     * @param from where the broker is from, for the reason
     * @throws RabbitSource.Unavailable if its version does not belong to this line
     */
    void require(String version, Object from) throws RabbitSource.Unavailable {
        Matcher numbers = NUMBERS.matcher(version);
        if (!numbers.matches()) {
            throw new RabbitSource.Unavailable(
                    "the RabbitMQ in " + from + " has the unknown version '" + version + "'");
        }
        if (!includes(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)))) {
            throw new RabbitSource.Unavailable(
                    "the RabbitMQ in " + from + " is " + version + ", the tests need " + range());
        }
    }
}
