package io.carrotmq.rar;

import static org.assertj.core.api.Assertions.assertThat;

import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What is in the two archives, and what their descriptor says of our beans. */
class ArchiveIT {
    private static final Path ARCHIVES = Path.of(System.getProperty("carrot.archives"));

    private static List<String> entries(String archive) throws IOException {
        try (ZipFile zip = new ZipFile(ARCHIVES.resolve(archive).toFile())) {
            return Collections.list(zip.entries()).stream()
                    .map(ZipEntry::getName)
                    .toList();
        }
    }

    private static List<String> named(List<String> entries, String pattern) {
        return entries.stream().filter(name -> name.matches(pattern)).toList();
    }

    @Test
    void standAloneArchiveHasTheApiOnceAtItsRoot() throws IOException {
        assertThat(named(entries("carrot.rar"), ".*carrot-api.*")).hasSize(1).allMatch(name -> !name.contains("/"));
    }

    @Test
    void embeddedArchiveLeavesTheApiToTheApplication() throws IOException {
        assertThat(named(entries("carrot-embedded.rar"), ".*carrot-api.*")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"carrot.rar", "carrot-embedded.rar"})
    void everyArchiveHasAdapterClientAndDescriptorsAndNoForeignApi(String archive) throws IOException {
        List<String> entries = entries(archive);
        assertThat(named(entries, "carrot-ra-.*\\.jar")).hasSize(1);
        assertThat(named(entries, "amqp-client-.*\\.jar")).hasSize(1);
        assertThat(named(entries, "carrot-stomp-.*\\.jar")).hasSize(1);
        assertThat(entries).contains("META-INF/ra.xml", "META-INF/ironjacamar.xml");
        assertThat(named(entries, ".*(jakarta|javax|netty|junit|testkit).*")).isEmpty();
    }

    @Test
    void descriptorNamesEveryPropertyOfTheBeansAndNoOther() throws Exception {
        Document descriptor = descriptor();
        assertThat(declared((Element)
                        descriptor.getElementsByTagName("connection-definition").item(0)))
                .isEqualTo(properties("io.carrotmq.ra.outbound.CarrotManagedConnectionFactory"));
        Element adapter =
                (Element) descriptor.getElementsByTagName("resourceadapter").item(0);
        Set<String> own = new TreeSet<>();
        for (var node = adapter.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals("config-property")) {
                own.addAll(declared(element));
            }
        }
        assertThat(own).isEqualTo(properties("io.carrotmq.ra.CarrotResourceAdapter"));
    }

    @Test
    void descriptorNamesClassesThatExist() throws Exception {
        Document descriptor = descriptor();
        for (String tag : List.of(
                "resourceadapter-class",
                "managedconnectionfactory-class",
                "connectionfactory-interface",
                "connectionfactory-impl-class",
                "connection-interface",
                "connection-impl-class",
                "messagelistener-type",
                "activationspec-class")) {
            NodeList nodes = descriptor.getElementsByTagName(tag);
            assertThat(nodes.getLength()).as(tag).isPositive();
            for (int i = 0; i < nodes.getLength(); i++) {
                assertThat(Class.forName(nodes.item(i).getTextContent().trim())).isNotNull();
            }
        }
    }

    private static Document descriptor() throws Exception {
        try (ZipFile zip = new ZipFile(ARCHIVES.resolve("carrot.rar").toFile());
                var stream = zip.getInputStream(zip.getEntry("META-INF/ra.xml"))) {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(stream);
        }
    }

    /** Name and type of each property under an element. */
    private static Set<String> declared(Element element) {
        Set<String> found = new TreeSet<>();
        NodeList names = element.getElementsByTagName("config-property-name");
        NodeList types = element.getElementsByTagName("config-property-type");
        for (int i = 0; i < names.getLength(); i++) {
            found.add(names.item(i).getTextContent() + ": " + types.item(i).getTextContent());
        }
        return found;
    }

    private static Set<String> properties(String bean) throws Exception {
        return Arrays.stream(Introspector.getBeanInfo(Class.forName(bean)).getPropertyDescriptors())
                .filter(property -> property.getReadMethod() != null && property.getWriteMethod() != null)
                .filter(property -> property.getPropertyType().getName().startsWith("java.lang."))
                .map((PropertyDescriptor property) ->
                        property.getName() + ": " + property.getPropertyType().getName())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
