package io.carrotmq.cdi.internal.config;

import io.carrotmq.ConfigurationException;
import io.carrotmq.TransactionMode;
import io.carrotmq.cdi.TxMode;
import jakarta.enterprise.util.AnnotationLiteral;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What an administrator sets from outside, by names that begin with {@code carrot.}: values of annotation members, and
 * brokers. It knows which names have been asked for, and so which of those that are set mean nothing. Safe for use by any
 * number of threads.
 */
public final class Configuration {
    private static final System.Logger LOG = System.getLogger("io.carrotmq.cdi");

    private final Settings settings;
    private final Names names = new Names();
    private final Map<String, ConfigurationException> problems = new LinkedHashMap<>();

    private Configuration(Settings settings) {
        this.settings = settings;
    }

    /** {@return that of this Java process} */
    public static Configuration ofProcess() {
        return of(Settings.ofProcess());
    }

    /** {@return what certain settings make} */
    public static Configuration of(Settings settings) {
        return new Configuration(settings);
    }

    /** {@return what a name is set to, if it is set to something that is not blank} */
    public Optional<Settings.Setting> find(String name) {
        names.add(name);
        try {
            return settings.find(name);
        } catch (ConfigurationException e) {
            add(e);
            return Optional.empty();
        }
    }

    /** {@return the names that are set, as they are written: with dots, or as environment variables; also such as are not Carrot's} */
    public Set<String> names() {
        return settings.names();
    }

    /**
     * Finds the names that are set and begin in a certain way, with all that is set for them; each is known from now on. Only
     * names with dots: what an environment variable stands for is not written in it.
     *
     * @param prefix the beginning, with a dot at its end
     * @return what is set, by the rest of the names
     */
    public Map<String, Settings.Setting> under(String prefix) {
        Map<String, Settings.Setting> found = new TreeMap<>();
        for (String name : settings.names()) {
            if (name.length() > prefix.length() && name.startsWith(prefix)) {
                find(name).ifPresent(setting -> found.put(name.substring(prefix.length()), setting));
            }
        }
        return found;
    }

    /**
     * Tells that the application has what settings are for. Another name that begins so is a mistake, not another application's.
     *
     * @param prefix the beginning of the names, such as {@code carrot.consumers.importer}
     */
    public void own(String prefix) {
        names.addOwner(prefix);
    }

    /**
     * Puts what is set in place of an annotation's members, as {@link #overridden(Annotation, String, ClassLoader)} does; classes
     * are found with the thread's context class loader.
     *
     * @param annotation the annotation as it is written
     * @param prefix the beginning of the names, such as {@code carrot.consumers.importer.retry}
     * @param <A> its type
     * @return an annotation with what is set in place of what is written
     */
    public <A extends Annotation> A overridden(A annotation, String prefix) {
        return overridden(annotation, prefix, Thread.currentThread().getContextClassLoader());
    }

    /**
     * Puts what is set in place of an annotation's members. A member is set by the prefix, a dot and its name, {@code
     * value} by the prefix alone; an annotation in a member has the member's name for a prefix, one in an array that and
     * its index, and an index that follows the last adds one. Other arrays are separated by commas. The prefix is {@linkplain #own
     * owned} from now on.
     *
     * @param annotation the annotation as it is written
     * @param prefix the beginning of the names, such as {@code carrot.consumers.importer.retry}
     * @param loader finds classes that are named
     * @param <A> its type
     * @return an annotation with what is set in place of what is written; equal to one that is written so
     */
    public <A extends Annotation> A overridden(A annotation, String prefix, ClassLoader loader) {
        own(prefix);
        return new Overrides(this::find, loader, this::add).of(annotation, prefix);
    }

    /**
     * {@return what is set as a transaction mode, else what is written, else null}
     *
     * @param written null if the annotation is absent
     * @param name what it is set by
     */
    public TransactionMode transactionMode(TxMode written, String name) {
        return overridden(written == null ? new NoTxMode() : written, name).value();
    }

    /** Stands for an annotation that is absent, and can be set from outside all the same. */
    private static final class NoTxMode extends AnnotationLiteral<TxMode> implements TxMode {
        private static final long serialVersionUID = 1L;

        @Override
        public TransactionMode value() {
            return null;
        }
    }

    /** Some sources go on naming what was removed; what is blank is not set. */
    private boolean isSet(String name) {
        try {
            return settings.find(name).isPresent();
        } catch (ConfigurationException unreadable) {
            return true;
        }
    }

    private void add(ConfigurationException problem) {
        synchronized (problems) {
            problems.putIfAbsent(problem.getMessage(), problem);
        }
    }

    /**
     * Judges what is set, when everybody has asked for all that can be asked for.
     *
     * @param shared whether other applications may have the same settings, so that names of what this one has not are not wrong:
     *     they are logged
     * @return what is wrong: values that a member cannot have, and names that nothing has asked for
     */
    public List<ConfigurationException> problems(boolean shared) {
        List<ConfigurationException> all;
        synchronized (problems) {
            all = new ArrayList<>(problems.values());
        }
        settings.names().stream()
                .sorted()
                .filter(name -> names.judge(name) != Names.Judgement.NOTHING)
                .filter(this::isSet)
                .forEach(name -> {
                    if (names.judge(name) == Names.Judgement.UNKNOWN) {
                        all.add(Messages.unknownName(name, names.nearest(name)));
                    } else if (shared) {
                        LOG.log(System.Logger.Level.WARNING, Messages.foreignNameLine(name, names.nearest(name)));
                    } else {
                        all.add(Messages.foreignName(name, names.nearest(name)));
                    }
                });
        return all;
    }
}
