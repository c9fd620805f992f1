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
record BrokerUri(Protocol protocol, String host, int port, String virtualHost, String userName, String password) {
    private static final String MEMORY_PREFIX = Protocol.MEMORY.scheme() + ":";
    private static final Pattern MEMORY_NAME = Pattern.compile("[A-Za-z0-9._-]+");

    static BrokerUri parse(String text, Violations violations) {
        if (text.trim().regionMatches(true, 0, MEMORY_PREFIX, 0, MEMORY_PREFIX.length())) {
            return inMemory(text.trim(), violations);
        }
        URI uri;
        try {
            uri = new URI(text.trim());
        } catch (URISyntaxException e) {
            violations.add("connectionUri", Messages.malformedUri(masked(text), e.getReason()));
            return null;
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        Protocol protocol = Protocol.of(scheme);
        if (protocol == null) {
            violations.add("connectionUri", Messages.unknownScheme(masked(text), scheme));
            return null;
        }
        if (uri.getHost() == null) {
            violations.add("connectionUri", Messages.malformedUri(masked(text), "it names no host"));
            return null;
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : protocol == Protocol.AMQPS ? 5671 : 5672;
        String[] user = uri.getRawUserInfo() == null
                ? new String[0]
                : uri.getRawUserInfo().split(":", 2);
        String path = uri.getRawPath();
        if (path != null && path.indexOf('/', 1) > 0) {
            violations.add(
                    "connectionUri",
                    Messages.malformedUri(masked(text), "a virtual host's name that contains / is written %2F"));
            return null;
        }
        return new BrokerUri(
                protocol,
                uri.getHost(),
                port,
                path == null || path.isEmpty() ? null : decoded(path.substring(1)),
                user.length > 0 ? decoded(user[0]) : null,
                user.length > 1 ? decoded(user[1]) : null);
    }

    /** The broker's name stands where others have a host. */
    private static BrokerUri inMemory(String text, Violations violations) {
        String name = text.substring(MEMORY_PREFIX.length());
        if (!MEMORY_NAME.matcher(name).matches()) {
            violations.add("connectionUri", Messages.wrongMemoryName(masked(text)));
            return null;
        }
        return new BrokerUri(Protocol.MEMORY, name, 0, "/", null, null);
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The address without its password, fit for a log. */
    static String masked(String text) {
        int at = text.lastIndexOf('@');
        if (at < 0) {
            return text;
        }
        int start = text.contains("//") ? text.indexOf("//") + 2 : 0;
        int colon = text.indexOf(':', start);
        return colon < 0 || colon > at ? text : text.substring(0, colon) + ":***" + text.substring(at);
    }
}
