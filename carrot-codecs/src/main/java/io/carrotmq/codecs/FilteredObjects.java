package io.carrotmq.codecs;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;

/** Reads objects of the application's classes that a filter lets through. No proxies. */
final class FilteredObjects extends ObjectInputStream {
    private final ClassLoader application;

    FilteredObjects(InputStream in, ObjectInputFilter filter, ClassLoader application) throws IOException {
        super(in);
        this.application = application;
        setObjectInputFilter(filter);
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
        try {
            return Class.forName(description.getName(), false, application);
        } catch (ClassNotFoundException e) {
            return super.resolveClass(description); // primitive types
        }
    }

    @Override
    protected Class<?> resolveProxyClass(String[] interfaces) {
        throw Messages.noPlainData(JavaSerializationCodecs.MEDIA_TYPE, "a proxy");
    }
}
