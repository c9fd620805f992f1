package io.carrotmq.testkit;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Takes the URIs of AMQP and STOMP brokers apart and puts them together. */
final class BrokerUris {

    private static final Map<String, Integer> DEFAULT_PORTS =
            Map.of("amqp", 5672, "amqps", 5671, "stomp", 61613, "stomp+ssl", 61614);

    private BrokerUris() {}

    static URI of(String host, int port, String user, String password, String virtualHost) {
        return URI.create("amqp://" + encoded(user) + ":" + encoded(password) + "@" + host + ":" + port + "/"
                + encoded(virtualHost));
    }

    static URI stomp(String scheme, String host, int port, String user, String password) {
        return URI.create(scheme + "://" + encoded(user) + ":" + encoded(password) + "@" + host + ":" + port);
    }

    /** The same user, password, virtual host and query at another address. */
    static URI at(String host, int port, URI original) {
        String userInfo = original.getRawUserInfo() == null ? "" : original.getRawUserInfo() + "@";
        String path = original.getRawPath() == null ? "" : original.getRawPath();
        String query = original.getRawQuery() == null ? "" : "?" + original.getRawQuery();
        return URI.create(original.getScheme() + "://" + userInfo + host + ":" + port + path + query);
    }

    static int port(URI uri) {
        return uri.getPort() < 0 ? DEFAULT_PORTS.getOrDefault(uri.getScheme(), 5672) : uri.getPort();
    }

    static String user(URI uri) {
        return userInfo(uri)[0];
    }

    static String password(URI uri) {
        return userInfo(uri)[1];
    }

    /** The virtual host, {@code /} where the URI names none. */
    static String virtualHost(URI uri) {
        String path = uri.getRawPath();
        return path == null || path.length() < 2 ? "/" : decoded(path.substring(1));
    }

    /** For a URI's path: RFC 3986 escapes, that is %20 and not + for a blank. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String[] userInfo(URI uri) {
        if (uri.getRawUserInfo() == null) {
            return new String[] {"guest", "guest"};
        }
        String[] parts = uri.getRawUserInfo().split(":", 2);
        return new String[] {decoded(parts[0]), parts.length == 2 ? decoded(parts[1]) : ""};
    }
}
