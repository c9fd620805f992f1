package io.carrotmq.cdi.internal.type;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Type;

/** An array of a type with type arguments; equal to the JDK's own of the same, in both directions. */
final class ResolvedArray implements GenericArrayType {
    private final Type element;

    ResolvedArray(Type element) {
        this.element = element;
    }

    @Override
    public Type getGenericComponentType() {
        return element;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GenericArrayType that && element.equals(that.getGenericComponentType());
    }

    @Override
    public int hashCode() {
        return element.hashCode();
    }

    @Override
    public String toString() {
        return element.getTypeName() + "[]";
    }
}
