package io.carrotmq.testkit;

import io.carrotmq.testkit.RabbitSource.Unavailable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes brokers of RabbitMQ 4.3 or later, which the tests are written for. The running broker is asked: rabbitmqctl would
 * start a port mapper that stays.
 */
final class RecentRabbit {

    private static final int MAJOR = 4;
    private static final int MINOR = 3;
    private static final Pattern VERSION = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})\\..*");
    private static final Duration GREETING_TIMEOUT = Duration.ofSeconds(30);

    private RecentRabbit() {}

    /** The node, if it is recent; otherwise it is closed. */
    static RabbitNode of(RabbitNode node, Path programs) throws Unavailable {
        boolean recent = false;
        try {
            URI uri = node.uri();
            require(
                    Greeting.of(uri.getHost(), BrokerUris.port(uri), GREETING_TIMEOUT)
                            .version(),
                    programs);
            recent = true;
            return node;
        } catch (IOException e) {
            throw new IllegalStateException("No AMQP 0-9-1 greeting from the RabbitMQ in " + programs, e);
        } finally {
            if (!recent) {
                node.close();
            }
        }
    }

    static void require(String version, Path programs) throws Unavailable {
        Matcher numbers = VERSION.matcher(version);
        if (!numbers.matches()) {
            throw new Unavailable("the RabbitMQ in " + programs + " has the unknown version '" + version + "'");
        }
        int major = Integer.parseInt(numbers.group(1));
        if (major < MAJOR || major == MAJOR && Integer.parseInt(numbers.group(2)) < MINOR) {
            throw new Unavailable("the RabbitMQ in " + programs + " is " + version + ", the tests need " + MAJOR + "."
                    + MINOR + " or later");
        }
    }
}
