package io.carrotmq.cdi.internal.client;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Collectors;

/** How messages name what they are about: {@code com.acme.Feeds.importFeed(ImportFeed, String)}, with the parameter's number. */
final class Points {
    private Points() {}

    /** The interface rather than what declares the method: an inherited one may be right in another interface. */
    static String of(Class<?> type, Method method) {
        return type.getName() + "." + method.getName()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    static String ofParameter(String method, int index) {
        return method + ", parameter " + (index + 1);
    }
}
