package io.carrotmq.cdi.internal.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A routing key with names in braces, {@code importer.{region}.{kind}}.
 *
 * @param text as it is written
 * @param parts what stands before, between and after the names: one more than there are names
 * @param names the names, in the order they stand
 * @param defect what is wrong with it; empty if nothing is
 */
record KeyTemplate(String text, List<String> parts, List<String> names, String defect) {

    static KeyTemplate parse(String text) {
        List<String> parts = new ArrayList<>();
        List<String> names = new ArrayList<>();
        int from = 0;
        String defect = "";
        for (int open = text.indexOf('{'); open >= 0 && defect.isEmpty(); open = text.indexOf('{', from)) {
            int close = text.indexOf('}', open);
            defect = defect(text.substring(from, open), close < 0 ? null : text.substring(open + 1, close));
            if (defect.isEmpty()) {
                parts.add(text.substring(from, open));
                names.add(text.substring(open + 1, close));
                from = close + 1;
            }
        }
        String rest = text.substring(from);
        parts.add(rest);
        if (defect.isEmpty() && rest.indexOf('}') >= 0) {
            defect = "a } stands without a { before it";
        }
        return new KeyTemplate(text, List.copyOf(parts), List.copyOf(names), defect);
    }

    private static String defect(String before, String name) {
        if (before.indexOf('}') >= 0) {
            return "a } stands without a { before it";
        }
        if (name == null) {
            return "a { has no } after it";
        }
        if (name.indexOf('{') >= 0) {
            return "a { stands inside of another";
        }
        return name.isBlank() ? "there is no name between { and }" : "";
    }

    boolean isFixed() {
        return names.isEmpty();
    }

    /**
     * Makes what fills in values.
     *
     * @param point the method, for messages
     * @param parameters the parameter for each name
     */
    RoutingKeys filledBy(String point, Map<String, Integer> parameters) {
        return new RoutingKeys(
                point, this, names.stream().mapToInt(parameters::get).toArray());
    }
}
