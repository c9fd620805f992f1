package io.carrotmq.cdi.internal.injection;

import jakarta.enterprise.inject.spi.AnnotatedParameter;
import jakarta.enterprise.inject.spi.InjectionPoint;
import java.lang.reflect.Constructor;
import java.lang.reflect.Member;
import java.util.Optional;

/** How messages name an injection point: {@code com.acme.Shop.orders}, {@code com.acme.Shop.audit(parameter 2)}. */
final class PointName {
    private PointName() {}

    static String of(InjectionPoint point) {
        Member member = point.getMember();
        if (member == null) {
            return "lookup of " + point.getType().getTypeName();
        }
        String name = member.getDeclaringClass().getName();
        if (!(member instanceof Constructor)) {
            name += "." + member.getName();
        }
        return point.getAnnotated() instanceof AnnotatedParameter<?> parameter
                ? name + "(parameter " + (parameter.getPosition() + 1) + ")"
                : name;
    }

    /**
     * How settings name an injection point, with the class's simple name: {@code Shop.orders}, {@code Shop.audit.2} for a
     * method's second parameter, {@code Shop.2} for a constructor's. Empty if it is no part of a class.
     */
    static Optional<String> inSettings(InjectionPoint point) {
        Member member = point.getMember();
        if (member == null) {
            return Optional.empty();
        }
        String name = member.getDeclaringClass().getSimpleName();
        if (!(member instanceof Constructor)) {
            name += "." + member.getName();
        }
        return Optional.of(
                point.getAnnotated() instanceof AnnotatedParameter<?> parameter
                        ? name + "." + (parameter.getPosition() + 1)
                        : name);
    }
}
