package io.carrotmq.cdi.internal.client;

/** The routing keys that a template and the values of a call make. Safe for use by any number of threads. */
final class RoutingKeys {
    private final String point;
    private final KeyTemplate template;
    private final String[] parts;
    private final int[] parameters;

    RoutingKeys(String point, KeyTemplate template, int[] parameters) {
        this.point = point;
        this.template = template;
        this.parts = template.parts().toArray(new String[0]);
        this.parameters = parameters;
    }

    String of(Object[] values) {
        StringBuilder key = new StringBuilder(parts[0]);
        for (int i = 0; i < parameters.length; i++) {
            Object value = values[parameters[i]];
            if (value == null) {
                throw Messages.nullKey(point, template.names().get(i), template.text());
            }
            key.append(value).append(parts[i + 1]);
        }
        return key.toString();
    }
}
