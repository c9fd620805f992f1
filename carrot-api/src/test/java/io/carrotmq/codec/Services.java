package io.carrotmq.codec;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** An application's class loader with services of its own. */
final class Services {
    private final Path folder;

    Services(Path folder) {
        this.folder = folder;
    }

    Services with(Class<?> service, Class<?>... implementations) throws Exception {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        List<String> names = Arrays.stream(implementations).map(Class::getName).collect(Collectors.toList());
        Files.write(services.resolve(service.getName()), names);
        return this;
    }

    URLClassLoader loader() throws MalformedURLException {
        return new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
    }
}
