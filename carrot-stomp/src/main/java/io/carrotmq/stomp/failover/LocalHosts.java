package io.carrotmq.stomp.failover;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Whether a host is this machine: {@code localhost}, {@code 127.*.*.*} or {@code ::1}, or this machine's name, full name or
 * address, as far as the resolver knows them.
 */
final class LocalHosts implements Predicate<String> {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\.[0-9]+\\.[0-9]+\\.[0-9]+|::1");

    private final Resolver thisMachine;

    LocalHosts() {
        this(InetAddress::getLocalHost);
    }

    /** For a machine whose names are known. */
    LocalHosts(Resolver thisMachine) {
        this.thisMachine = thisMachine;
    }

    @Override
    public boolean test(String host) {
        return LOOPBACK.matcher(host).matches() || names().contains(host);
    }

    private Set<String> names() {
        try {
            InetAddress machine = thisMachine.resolve();
            return new HashSet<>(
                    List.of(machine.getHostName(), machine.getCanonicalHostName(), machine.getHostAddress()));
        } catch (UnknownHostException e) {
            // A machine that does not know its own name is still at its loopback addresses.
            return Set.of();
        }
    }

    /** What knows this machine's name and address. */
    @FunctionalInterface
    interface Resolver {
        InetAddress resolve() throws UnknownHostException;
    }
}
