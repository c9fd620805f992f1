package io.carrotmq.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The properties of a configuration bean by their names, as a container sets them: those with a public setter and getter of
 * a text, a number or a boolean, and nothing else of the bean.
 */
public final class BeanProperties {
    private static final Map<Class<?>, Function<String, Object>> TYPES =
            Map.of(String.class, text -> text, Long.class, Long::valueOf, Integer.class, Integer::valueOf);

    /** How much of a name may be mistyped for another one to be meant: one character of so many. */
    private static final int CHARACTERS_PER_MISTAKE = 3;

    private final ConnectionProperties bean;
    private final Map<String, Method> setters = new TreeMap<>();

    public BeanProperties(ConnectionProperties bean) {
        this.bean = bean;
        for (Method method : bean.getClass().getMethods()) {
            if (isSetter(method)) {
                String name = method.getName().substring(3);
                setters.put(name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1), method);
            }
        }
    }

    private static boolean isSetter(Method method) {
        return method.getName().matches("set[A-Z].*")
                && !Modifier.isStatic(method.getModifiers())
                && method.getParameterCount() == 1
                && TYPES.containsKey(method.getParameterTypes()[0]);
    }

    /** {@return all names, sorted} */
    public List<String> names() {
        return List.copyOf(setters.keySet());
    }

    /**
     * Sets properties. One with an unknown name or an unfit value is reported and left as it is.
     *
     * @param values by their names
     * @param violations receives what is wrong
     */
    public void set(Map<String, String> values, Violations violations) {
        new TreeMap<>(values).forEach((name, value) -> {
            Method setter = setters.get(name);
            if (setter == null) {
                violations.add(name, Messages.unknownProperty(name, nearest(name), names()));
            } else if (value == null || value.isBlank()) {
                violations.add(name, Messages.noValue(name));
            } else {
                set(name, setter, value, violations);
            }
        });
    }

    private void set(String name, Method setter, String value, Violations violations) {
        Class<?> type = setter.getParameterTypes()[0];
        try {
            setter.invoke(bean, TYPES.get(type).apply(type == String.class ? value : value.trim()));
        } catch (NumberFormatException e) {
            violations.add(name, Messages.noWholeNumber(name, value, type));
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e); // a public method of a public bean, which only keeps the value
        }
    }

    /** {@return the known name that is most like another one, or null if none is like it} */
    private String nearest(String name) {
        String wanted = letters(name);
        String best = setters.keySet().stream()
                .min(Comparator.comparingInt(known -> distance(wanted, letters(known))))
                .orElseThrow();
        String found = letters(best);
        return distance(wanted, found) <= Math.max(wanted.length(), found.length()) / CHARACTERS_PER_MISTAKE
                ? best
                : null;
    }

    /** However it is written elsewhere, such as {@code user-name}. */
    private static String letters(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
    }

    /** {@return how many characters must be added, left away or replaced; none for the beginning of a name} */
    private static int distance(String wanted, String known) {
        if (wanted.length() >= CHARACTERS_PER_MISTAKE && known.startsWith(wanted)) {
            return 0;
        }
        int[] row = new int[known.length() + 1];
        for (int j = 0; j <= known.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= wanted.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= known.length(); j++) {
                int replaced = diagonal + (wanted.charAt(i - 1) == known.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[known.length()];
    }
}
