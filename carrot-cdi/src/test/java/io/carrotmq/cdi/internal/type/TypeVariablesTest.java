package io.carrotmq.cdi.internal.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TypeVariablesTest {
    interface Base<A, B> {
        A plain();

        List<B> list();

        Map<A, List<B>> nested();

        B[] array();

        List<B>[] listArray();

        List<? extends A> wildcard();
    }

    interface Swapped<X, Y> extends Base<Y, List<X>> {}

    interface Written extends Swapped<Integer, String> {
        String plainToo();

        List<List<Integer>> listToo();

        Map<String, List<List<Integer>>> nestedToo();

        List<Integer>[] arrayToo();

        List<List<Integer>>[] listArrayToo();
    }

    abstract static class Middle<T> implements Base<T, Long> {}

    abstract static class Leaf extends Middle<Map.Entry<String, Integer>> {
        abstract Map.Entry<String, Integer> plainToo();
    }

    private static Type of(Class<?> type, String method) throws NoSuchMethodException {
        return type.getDeclaredMethod(method).getGenericReturnType();
    }

    private static Type resolved(Class<?> in, String method) throws NoSuchMethodException {
        return TypeVariables.of(in).resolve(of(Base.class, method));
    }

    @Test
    void resolvedTypesEqualThoseThatAreWritten() throws Exception {
        for (String method : List.of("plain", "list", "nested", "array", "listArray")) {
            Type resolved = resolved(Written.class, method);
            Type written = of(Written.class, method + "Too");
            assertThat(resolved).as(method).isEqualTo(written).hasSameHashCodeAs(written);
            assertThat(written).as(method).isEqualTo(resolved);
            assertThat(resolved.getTypeName()).isEqualTo(written.getTypeName());
            assertThat(TypeVariables.isWrittenOut(resolved)).isTrue();
            assertThat(TypeVariables.raw(resolved)).isEqualTo(TypeVariables.raw(written));
        }
    }

    @Test
    void throughClassesAndWithAnOwner() throws Exception {
        assertThat(resolved(Leaf.class, "plain")).isEqualTo(of(Leaf.class, "plainToo"));
        assertThat(resolved(Leaf.class, "array")).isEqualTo(Long[].class);
    }

    @Test
    void whatIsOpenStaysOpen() throws Exception {
        for (String method : List.of("plain", "list", "nested", "array", "listArray", "wildcard")) {
            assertThat(TypeVariables.isWrittenOut(resolved(Swapped.class, method)))
                    .as(method)
                    .isFalse();
        }
        assertThat(TypeVariables.isWrittenOut(resolved(Written.class, "wildcard")))
                .isFalse();
    }

    @Test
    void wildcardsStandForTheirBoundsWhereThatIsAsked() throws Exception {
        Type bounded = TypeVariables.withBounds(Written.class).resolve(of(Base.class, "wildcard"));
        assertThat(bounded).isEqualTo(of(StringList.class, "strings"));
        Type open = TypeVariables.withBounds(Swapped.class).resolve(of(StringList.class, "anything"));
        assertThat(TypeVariables.isWrittenOut(open)).isFalse();
    }

    interface StringList {
        List<String> strings();

        List<?> anything();
    }
}
