package io.carrotmq.stomp.failover;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The addresses of brokers any of which will do, and how to try them.
 *
 * <pre>
 * uri     := [ "failover:" ] ( "(" brokers ")" | brokers ) [ "?" options ]
 * brokers := broker *( "," broker )
 * broker  := ( "tcp" | "ssl" ) "://" host ":" port
 *          | ( "stomp" | "stomp+ssl" ) "://" [ user [ ":" password ] "@" ] host [ ":" port ] [ "/" [ virtual-host ] ]
 * options := option *( ( "," | "&amp;" ) option )
 * option  := name "=" value
 * </pre>
 *
 * <p>Case counts, and there are no blanks. User, password and virtual host are percent-encoded where they have {@code %} or
 * one of {@code / : @ ? , ( )}. The host of a {@code stomp} address may be an IPv6 address in brackets. {@link
 * FailoverOptions} says which options there are and what is in force without them; an option that is not known, or there
 * twice, is refused.
 *
 * @param brokers the addresses, in their order, one or more
 * @param options how to try them
 */
public record FailoverUri(List<BrokerAddress> brokers, FailoverOptions options) {
    private static final String PREFIX = "failover:";

    /** Copies the list. */
    public FailoverUri {
        brokers = List.copyOf(brokers);
    }

    /**
     * Takes an address apart.
     *
     * @param text the address
     * @return its parts
     * @throws io.carrotmq.stomp.StompConfigurationException if it is malformed, or an option is not known or out of range;
     *     the message repeats it without users and passwords
     */
    public static FailoverUri parse(String text) {
        String rest = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
        int end = rest.indexOf('?');
        if (end >= 0 && rest.indexOf('@', end) >= 0) {
            throw Messages.malformedUri(text, "a question mark in a password is written %3F");
        }
        String brokers = end < 0 ? rest : rest.substring(0, end);
        Map<String, String> options = end < 0 ? Map.of() : options(text, rest.substring(end + 1));
        return new FailoverUri(brokers(text, unbracketed(text, brokers)), FailoverOptions.of(options));
    }

    private static String unbracketed(String uri, String brokers) {
        boolean opened = brokers.startsWith("(");
        if (opened != brokers.endsWith(")")) {
            throw Messages.malformedUri(
                    uri, "its brackets do not match, or something other than failover: stands before them");
        }
        return opened ? brokers.substring(1, brokers.length() - 1) : brokers;
    }

    private static List<BrokerAddress> brokers(String uri, String text) {
        String[] parts = text.split(",", -1);
        List<BrokerAddress> brokers = new ArrayList<>(parts.length);
        for (int i = 0; i < parts.length; i++) {
            // A part of an address with a password may be a part of that password.
            String name = uri.indexOf('@') < 0 ? "'" + parts[i] + "'" : "broker " + (i + 1);
            brokers.add(new BrokerParser(uri, name).parse(parts[i]));
        }
        return brokers;
    }

    private static Map<String, String> options(String uri, String text) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : text.split("[,&]", -1)) {
            int equals = option.indexOf('=');
            if (equals < 1) {
                throw Messages.malformedUri(uri, "'" + option + "' is no option: it needs a name, '=' and a value");
            }
            if (options.put(option.substring(0, equals), option.substring(equals + 1)) != null) {
                throw Messages.malformedUri(uri, "it has the option " + option.substring(0, equals) + " twice");
            }
        }
        return options;
    }
}
