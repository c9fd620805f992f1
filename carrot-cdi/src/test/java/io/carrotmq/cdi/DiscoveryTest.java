package io.carrotmq.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.cdi.discovered.Discovered;
import io.carrotmq.cdi.discovered.DiscoveredPublisher;
import io.carrotmq.cdi.discovered.Undiscovered;
import io.carrotmq.cdi.scenario.Order;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weld SE discovers interfaces and sub-classes in a bean archive by itself. */
class DiscoveryTest {
    @TempDir
    Path directory;

    /** Loads the archive's classes itself, and nothing else. */
    private static final class ArchiveLoader extends URLClassLoader {
        ArchiveLoader(URL archive) {
            super(new URL[] {archive}, DiscoveryTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                if (name.startsWith(Discovered.class.getPackageName())) {
                    Class<?> known = findLoadedClass(name);
                    return known == null ? findClass(name) : known;
                }
                return super.loadClass(name, resolve);
            }
        }
    }

    private URL archive(String beansXml) throws IOException {
        Path jar = directory.resolve("archive.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            out.putNextEntry(new ZipEntry("META-INF/beans.xml"));
            out.write(beansXml.getBytes());
            for (Class<?> type : List.of(Discovered.class, DiscoveredPublisher.class, Undiscovered.class)) {
                String name = type.getName().replace('.', '/') + ".class";
                out.putNextEntry(new ZipEntry(name));
                try (InputStream in = type.getClassLoader().getResourceAsStream(name)) {
                    in.transferTo(out);
                }
            }
        }
        return jar.toUri().toURL();
    }

    @ParameterizedTest
    @ValueSource(strings = {"annotated", "all"})
    void inAnArchive(String mode) throws Exception {
        String beansXml =
                "<beans xmlns='https://jakarta.ee/xml/ns/jakartaee' version='4.0' bean-discovery-mode='" + mode + "'/>";
        try (ArchiveLoader loader = new ArchiveLoader(archive(beansXml));
                SeContainer container = SeContainerInitializer.newInstance()
                        .setClassLoader(loader)
                        .addBeanClasses(RecordingFactoryBean.class)
                        .initialize()) {
            Class<?> client = loader.loadClass(Discovered.class.getName());
            assertThat(client.getClassLoader()).isSameAs(loader);
            Object discovered = container.select(client).get();
            client.getMethod("send", Order.class).invoke(discovered, new Order("1", List.of()));
            assertThat(Containers.recording(container).last().routingKey()).isEqualTo("discovered");
            Object publisher = container
                    .select(loader.loadClass(DiscoveredPublisher.class.getName()))
                    .get();
            ((PublisherSupport<?>) publisher).sendAll(List.of());
            assertThat(container
                            .select(loader.loadClass(Undiscovered.class.getName()))
                            .isResolvable())
                    .isEqualTo(mode.equals("all"));
        }
    }

    @Test
    void theStereotypeMakesAnEmptyDescriptorEnough() throws Exception {
        try (ArchiveLoader loader = new ArchiveLoader(archive(""));
                SeContainer container = SeContainerInitializer.newInstance()
                        .setClassLoader(loader)
                        .addBeanClasses(RecordingFactoryBean.class)
                        .initialize()) {
            assertThat(container
                            .select(loader.loadClass(Discovered.class.getName()))
                            .isResolvable())
                    .isTrue();
        }
    }
}
