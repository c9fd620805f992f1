package io.carrotmq.config;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Takes what nobody may read out of the addresses of brokers. */
final class Secrets {
    private static final Pattern WITHOUT_USER =
            Pattern.compile("[A-Za-z0-9+.-]+://(?:[^:/?,@\\[\\]]*|\\[[^\\[\\]@]*\\])(?::\\d+)?(?:[/?)][^@]*)?");
    private static final Pattern SECRET_OPTION = Pattern.compile("(?i)([?&,](?:pass|secret)[^=&,]*=)[^&,]*");

    private Secrets() {}

    /** The address, or several, without a password, fit for a log. */
    static String masked(String text) {
        String[] brokers = BrokerList.apart(text);
        boolean each = Arrays.stream(brokers)
                .allMatch(broker -> broker.lastIndexOf('@') >= 0
                        || WITHOUT_USER.matcher(BrokerList.unwrapped(broker)).matches());
        String masked = each
                ? Arrays.stream(brokers).map(Secrets::maskedBroker).collect(Collectors.joining(","))
                : maskedBroker(text);
        return SECRET_OPTION.matcher(masked).replaceAll("$1***");
    }

    private static String maskedBroker(String text) {
        int at = text.lastIndexOf('@');
        if (at < 0) {
            return text;
        }
        int start = text.contains("//") ? text.indexOf("//") + 2 : 0;
        int colon = text.indexOf(':', start);
        return colon < 0 || colon > at ? text : text.substring(0, colon) + ":***" + text.substring(at);
    }
}
