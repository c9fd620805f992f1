package io.carrotmq.cdi.internal.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The names that mean something to this application, and what is wrong with another one. A name is judged if its second part
 * is one of Carrot's, or is written nearly like one: tools around Carrot have names of their own that begin with
 * {@code carrot.}, which are theirs.
 */
final class Names {
    private static final List<String> KINDS =
            List.of("uri", "connection-factory", "brokers", "consumers", "clients", "publishers");

    /** What an environment variable begins with that can only be meant for Carrot. */
    private static final List<String> VARIABLES =
            List.of("CARROT_BROKERS_", "CARROT_CONSUMERS_", "CARROT_CLIENTS_", "CARROT_PUBLISHERS_");

    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final Set<String> owners = ConcurrentHashMap.newKeySet();

    Names() {
        known.addAll(Set.of(Settings.URI, Settings.FACTORY));
    }

    /** What is wrong with a name. */
    enum Judgement {
        NOTHING,
        /** There is no such name, in whatever application. */
        UNKNOWN,
        /** It is of something that this application has not; another one may. */
        FOREIGN
    }

    /** Somebody has asked for a name. */
    void add(String name) {
        known.add(name);
    }

    /** Names that begin with it and a dot are of something that this application has. */
    void addOwner(String prefix) {
        owners.add(prefix);
    }

    Judgement judge(String name) {
        return name.startsWith("carrot.") ? judgeDotted(name) : judgeVariable(name);
    }

    private Judgement judgeDotted(String name) {
        String kind = name.split("\\.", 3)[1];
        if (known.contains(name) || KINDS.stream().noneMatch(each -> isNear(kind, each))) {
            return Judgement.NOTHING;
        }
        boolean ofNobody = KINDS.indexOf(kind) >= KINDS.indexOf("brokers")
                && owners.stream().noneMatch(owner -> name.startsWith(owner + "."));
        return ofNobody ? Judgement.FOREIGN : Judgement.UNKNOWN;
    }

    private Judgement judgeVariable(String variable) {
        if (VARIABLES.stream().noneMatch(variable::startsWith)
                || known.stream().anyMatch(name -> Settings.variable(name).equals(variable))) {
            return Judgement.NOTHING;
        }
        return owners.stream().anyMatch(owner -> variable.startsWith(Settings.variable(owner) + "_"))
                ? Judgement.UNKNOWN
                : Judgement.FOREIGN;
    }

    private static boolean isNear(String kind, String known) {
        return EditDistance.between(kind, known) <= (known.length() < 5 ? 1 : 2);
    }

    /** The known name that a wrong one is most like. */
    Optional<String> nearest(String name) {
        return name.startsWith("carrot.")
                ? EditDistance.nearest(name, known)
                : EditDistance.nearest(
                        name, known.stream().map(Settings::variable).toList());
    }
}
