package io.carrotmq.cdi.internal.injection;

import jakarta.enterprise.inject.spi.AnnotatedParameter;
import jakarta.enterprise.inject.spi.InjectionPoint;
import java.lang.reflect.Constructor;
import java.lang.reflect.Member;

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
}
