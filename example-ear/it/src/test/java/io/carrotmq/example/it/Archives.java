package io.carrotmq.example.it;

import io.carrotmq.ConnectionFactory;
import io.carrotmq.cdi.Exchange;
import io.carrotmq.cdi.scenario.InjectionScenario;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Testable;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.ResourceAdapterArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The archives the tests deploy, in both layouts: the adapter inside the application, and the adapter on its own. */
final class Archives {
    private static final Path FOLDER = Path.of(System.getProperty("carrot.archives"));

    private static final String BEANS = """
            <beans xmlns="https://jakarta.ee/xml/ns/jakartaee" version="4.0" bean-discovery-mode="annotated"/>
            """;

    private Archives() {}

    /** An application with the adapter inside, exactly as it is built. */
    static EnterpriseArchive withAdapter(String name, Class<?> ofThePackage) {
        return application(name, war(name, ofThePackage, "#carrot.rar"), embeddedAdapter());
    }

    /** The same with these connection factories, properties by name of the factory, instead of the default one. */
    static EnterpriseArchive withFactories(
            String name, Class<?> ofThePackage, Map<String, Map<String, String>> factories) {
        ResourceAdapterArchive adapter = embeddedAdapter();
        adapter.delete("META-INF/ironjacamar.xml");
        adapter.addAsManifestResource(new StringAsset(ironjacamar(factories)), "ironjacamar.xml");
        return application(name, war(name, ofThePackage, "#carrot.rar"), adapter);
    }

    /** An application without adapter and without API, for the adapter deployed as {@code carrot.rar}. */
    static EnterpriseArchive withoutAdapter(String name, Class<?> ofThePackage) {
        return ShrinkWrap.create(EnterpriseArchive.class, name + ".ear")
                .addAsLibrary(jarOf(Exchange.class))
                .addAsModule(war(name, ofThePackage, "carrot.rar"))
                .addAsManifestResource(new StringAsset("""
                                <jboss-deployment-structure xmlns="urn:jboss:deployment-structure:1.3">
                                  <deployment>
                                    <dependencies><module name="deployment.carrot.rar" export="true"/></dependencies>
                                  </deployment>
                                </jboss-deployment-structure>
                                """), "jboss-deployment-structure.xml");
    }

    /** A web application by itself, with the extension inside, for the adapter deployed as {@code carrot.rar}. */
    static WebArchive webApplication(String name, Class<?> ofThePackage) {
        return ShrinkWrap.create(WebArchive.class, name + ".war")
                .addPackage(ofThePackage.getPackage())
                .addAsWebInfResource(new StringAsset(BEANS), "beans.xml")
                .addAsLibrary(jarOf(Exchange.class))
                .setManifest(new StringAsset("Manifest-Version: 1.0\nDependencies: deployment.carrot.rar export\n\n"));
    }

    /** The adapter, the injection scenario of the CDI extension, and a test that Arquillian runs in the server. */
    static EnterpriseArchive withScenario(Class<?> test) {
        WebArchive war = ShrinkWrap.create(WebArchive.class, "scenario.war")
                .addClass(test)
                .addAsWebInfResource(new StringAsset(BEANS), "beans.xml");
        return ShrinkWrap.create(EnterpriseArchive.class, "scenario.ear")
                .addAsLibraries(jarOf(ConnectionFactory.class), jarOf(Exchange.class), jarOf(InjectionScenario.class))
                .addAsModules(embeddedAdapter(), Testable.archiveToTest(war));
    }

    private static EnterpriseArchive application(String name, WebArchive war, ResourceAdapterArchive adapter) {
        return ShrinkWrap.create(EnterpriseArchive.class, name + ".ear")
                .addAsLibraries(jarOf(ConnectionFactory.class), jarOf(Exchange.class))
                .addAsModule(adapter)
                .addAsModule(war);
    }

    /** The classes of one package as a web module whose message-driven beans belong to that adapter. */
    private static WebArchive war(String name, Class<?> ofThePackage, String adapter) {
        return ShrinkWrap.create(WebArchive.class, name + ".war")
                .addPackage(ofThePackage.getPackage())
                .addAsWebInfResource(new StringAsset(BEANS), "beans.xml")
                .addAsWebInfResource(new StringAsset("""
                                <jboss:ejb-jar xmlns:jboss="urn:jboss:jakartaee:1.0"
                                    xmlns="https://jakarta.ee/xml/ns/jakartaee"
                                    xmlns:r="urn:resource-adapter-binding:2.0" version="4.0" impl-version="4.0">
                                  <assembly-descriptor>
                                    <r:resource-adapter-binding>
                                      <ejb-name>*</ejb-name>
                                      <r:resource-adapter-name>%s</r:resource-adapter-name>
                                    </r:resource-adapter-binding>
                                  </assembly-descriptor>
                                </jboss:ejb-jar>
                                """.formatted(adapter)), "jboss-ejb3.xml")
                .setManifest(new StringAsset("Manifest-Version: 1.0\nDependencies: com.h2database.h2\n\n"));
    }

    private static String ironjacamar(Map<String, Map<String, String>> factories) {
        StringBuilder definitions = new StringBuilder();
        factories.forEach((name, properties) -> {
            definitions
                    .append("<connection-definition enabled=\"true\" use-java-context=\"true\"")
                    .append(
                            " class-name=\"io.carrotmq.ra.outbound.CarrotManagedConnectionFactory\" jndi-name=\"java:/eis/")
                    .append(name)
                    .append("\" pool-name=\"")
                    .append(name)
                    .append("\">");
            properties.forEach((property, value) ->
                    definitions.append("<config-property name=\"" + property + "\">" + value + "</config-property>"));
            definitions.append("<validation><validate-on-match>true</validate-on-match></validation>");
            definitions.append("</connection-definition>");
        });
        return "<ironjacamar xmlns=\"urn:jboss:domain:resource-adapters:7.0\">"
                + "<transaction-support>LocalTransaction</transaction-support>"
                + "<connection-definitions>" + definitions + "</connection-definitions></ironjacamar>";
    }

    private static ResourceAdapterArchive embeddedAdapter() {
        return ShrinkWrap.create(ZipImporter.class, "carrot.rar")
                .importFrom(built("carrot-embedded.rar").toFile())
                .as(ResourceAdapterArchive.class);
    }

    /** The adapter as it is built to be deployed on its own. */
    static Path standAloneAdapter() {
        return built("carrot.rar");
    }

    private static Path built(String name) {
        Path archive = FOLDER.resolve(name);
        if (!Files.isRegularFile(archive)) {
            throw new IllegalStateException(archive + " is not there: build the module carrot-rar first");
        }
        return archive;
    }

    private static File jarOf(Class<?> type) {
        try {
            File jar = new File(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (!jar.isFile()) {
                throw new IllegalStateException("The tests deploy jars, and " + type.getSimpleName() + " is in " + jar
                        + ": run them with mvn verify");
            }
            return jar;
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes the archive to the folder, under its own name. */
    static Path write(Archive<?> archive, Path folder) {
        Path file = folder.resolve(archive.getName());
        archive.as(ZipExporter.class).exportTo(file.toFile(), true);
        return file;
    }
}
