package io.carrotmq.stomp.failover;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes the address of one broker apart. */
final class BrokerParser {
    private static final Pattern BARE = Pattern.compile("(?<host>[^\\s:/@?#\\[\\]()]+):(?<port>[0-9]{1,9})");
    private static final Pattern FULL = Pattern.compile("((?<user>[^\\s:/@?#()]*)(:(?<password>[^\\s/@?#()]*))?@)?"
            + "(?<host>[^\\s:/@?#\\[\\]()]+|\\[[0-9A-Fa-f:.]+(%[A-Za-z0-9._-]+)?])"
            + "(:(?<port>[0-9]{1,9}))?"
            + "(/(?<path>[^\\s/?#()]*))?");
    private static final Pattern WRONG_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private final String uri;
    private final String name;

    /**
     * @param uri the whole address, for errors
     * @param name what errors call this broker
     */
    BrokerParser(String uri, String name) {
        this.uri = uri;
        this.name = name;
    }

    BrokerAddress parse(String text) {
        int slashes = text.indexOf("://");
        BrokerScheme scheme = slashes < 0 ? null : BrokerScheme.of(text.substring(0, slashes));
        if (scheme == null) {
            throw malformed("begins with none of tcp://, ssl://, stomp:// and stomp+ssl://");
        }
        String rest = text.substring(slashes + 3);
        Matcher matcher = (scheme.isBare() ? BARE : FULL).matcher(rest);
        if (!matcher.matches()) {
            throw malformed(
                    scheme.isBare()
                            ? "is not " + scheme.text() + "://host:port"
                            : "is not " + scheme.text() + "://user:password@host:port/virtual-host");
        }
        int port = port(matcher.group("port"), scheme);
        return scheme.isBare()
                ? new BrokerAddress(scheme, matcher.group("host"), port, null, null, null)
                : new BrokerAddress(
                        scheme,
                        unbracketed(matcher.group("host")),
                        port,
                        decoded(matcher.group("user")),
                        decoded(matcher.group("password")),
                        decoded(matcher.group("path")));
    }

    private int port(String digits, BrokerScheme scheme) {
        if (digits == null) {
            return scheme.defaultPort();
        }
        int port = Integer.parseInt(digits);
        if (port < 1 || port > 65_535) {
            throw malformed("has port " + port + ", outside 1 to 65535");
        }
        return port;
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private String decoded(String part) {
        if (part == null) {
            return null;
        }
        if (WRONG_ESCAPE.matcher(part).find()) {
            throw malformed("has a % that no two hexadecimal digits follow; write it %25");
        }
        // URLDecoder takes a plus sign for a blank, as forms do and addresses do not.
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private RuntimeException malformed(String reason) {
        return Messages.malformedUri(uri, name + " " + reason);
    }
}
