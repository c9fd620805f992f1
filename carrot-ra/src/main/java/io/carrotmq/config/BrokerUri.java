package io.carrotmq.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A broker's address taken apart. Parts that the address does not name are null.
 *
 * @see <a href="https://www.rabbitmq.com/docs/uri-spec">the AMQP URI specification</a>
 */
record BrokerUri(BrokerAddress broker, String virtualHost, String userName, String password) {
    private static final String MEMORY_PREFIX = Protocol.MEMORY.scheme() + ":";
    private static final Pattern MEMORY_NAME = Pattern.compile("[A-Za-z0-9._-]+");

    /**
     * Takes one address apart.
     *
     * @param shown what is shown of it, or of the list it belongs to
     */
    static BrokerUri parse(String text, String shown, Violations violations) {
        if (text.regionMatches(true, 0, MEMORY_PREFIX, 0, MEMORY_PREFIX.length())) {
            return inMemory(text, shown, violations);
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            violations.add("connectionUri", Messages.malformedUri(shown, e.getReason()));
            return null;
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        Protocol protocol = Protocol.of(scheme);
        if (protocol == null) {
            violations.add("connectionUri", Messages.unknownScheme(shown, scheme));
            return null;
        }
        if (uri.getHost() == null) {
            violations.add("connectionUri", Messages.malformedUri(shown, "it names no host"));
            return null;
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : protocol.port();
        String[] user = uri.getRawUserInfo() == null
                ? new String[0]
                : uri.getRawUserInfo().split(":", 2);
        String path = uri.getRawPath();
        if (path != null && path.indexOf('/', 1) > 0) {
            violations.add(
                    "connectionUri",
                    Messages.malformedUri(shown, "a virtual host's name that contains / is written %2F"));
            return null;
        }
        return new BrokerUri(
                new BrokerAddress(protocol, uri.getHost(), port),
                virtualHost(protocol, path),
                user.length > 0 ? decoded(user[0]) : null,
                user.length > 1 ? decoded(user[1]) : null);
    }

    /** A slash and nothing behind it names a virtual host without a name in AMQP, and none in STOMP. */
    private static String virtualHost(Protocol protocol, String path) {
        return path == null || path.isEmpty() || protocol.stomp() && path.equals("/")
                ? null
                : decoded(path.substring(1));
    }

    /** The broker's name stands where others have a host. */
    private static BrokerUri inMemory(String text, String shown, Violations violations) {
        String name = text.substring(MEMORY_PREFIX.length());
        if (!MEMORY_NAME.matcher(name).matches()) {
            violations.add("connectionUri", Messages.wrongMemoryName(shown));
            return null;
        }
        return new BrokerUri(new BrokerAddress(Protocol.MEMORY, name, 0), "/", null, null);
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
