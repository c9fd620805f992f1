package io.carrotmq.codecs;

import io.carrotmq.codec.CodecSettings;
import java.io.ObjectInputFilter;

/** The application's filter within the codecs' bounds: what it does not allow is refused. For one stream. */
final class BoundedFilter implements ObjectInputFilter {
    /** Collections make arrays larger than what is in them. */
    private static final int SMALL_ARRAY = 64;

    private final ObjectInputFilter application;
    private final int maxDepth;
    private final int length;
    private String refused;

    BoundedFilter(CodecSettings settings, int length) {
        this.application = settings.serializationFilter();
        this.maxDepth = settings.maxDepth();
        this.length = length;
    }

    @Override
    public Status checkInput(FilterInfo info) {
        if (info.depth() > maxDepth) {
            return refuse("it is nested deeper than " + maxDepth + " levels");
        }
        if (info.arrayLength() > Math.max(length, SMALL_ARRAY)) {
            return refuse("an array of " + info.arrayLength() + " in " + length + " bytes");
        }
        Status status = application.checkInput(info);
        Class<?> type = info.serialClass();
        if (status == Status.REJECTED || status == Status.UNDECIDED && type != null && !isOfPrimitives(type)) {
            return refuse(type == null ? "the filter's limits" : type.getName());
        }
        return status;
    }

    /** What made the stream end, in words; null if nothing did. */
    String refused() {
        return refused;
    }

    private Status refuse(String what) {
        refused = what;
        return Status.REJECTED;
    }

    private static boolean isOfPrimitives(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        return element.isPrimitive();
    }
}
