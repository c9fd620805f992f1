package io.carrotmq.codecs.fuzz;

import io.carrotmq.codec.CodecProvider;
import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;

/** An application that brings no codecs, so that the built-in ones are found. */
final class WithoutProviders extends ClassLoader {
    WithoutProviders(ClassLoader parent) {
        super(parent);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        return name.endsWith(CodecProvider.class.getName()) ? Collections.emptyEnumeration() : super.getResources(name);
    }
}
