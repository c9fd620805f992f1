package io.carrotmq.cdi.internal.injection;

import io.carrotmq.cdi.internal.type.TypeVariables;
import jakarta.enterprise.inject.spi.Bean;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.Set;

/** The types of unqualified things that the application makes itself. */
final class OwnBeans {
    private final Set<Type> types = new HashSet<>();

    void add(Bean<?> bean) {
        bean.getTypes().stream()
                .filter(type -> Kind.of(TypeVariables.raw(type)).isPresent())
                .forEach(types::add);
    }

    boolean has(Type type) {
        return types.contains(type);
    }

    boolean satisfy(Demand demand) {
        return demand.isUnqualified() && types.contains(demand.type());
    }
}
