package io.carrotmq.example.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.example.it.relay.Item;
import io.carrotmq.example.it.relay.RelayBean;
import io.carrotmq.example.it.relay.RelayLog.Count;
import io.carrotmq.example.server.WildFlyServer;
import io.carrotmq.testkit.Await;
import io.carrotmq.testkit.Management;
import io.carrotmq.testkit.RabbitMq;
import io.carrotmq.testkit.WithBroker;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The adapter inside the application and the adapter on its own, both exactly as they are built. */
@WithBroker
@Timeout(240)
class LayoutsIT {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final String VIRTUAL_HOST = "layouts";
    private static final String API_CLASS = "io/carrotmq/ConnectionFactory.class";
    private static final int MESSAGES = 100;

    @TempDir
    private static Path folder;

    private static URI broker;
    private static WildFlyServer server;

    @BeforeAll
    static void start(RabbitMq rabbit) throws Exception {
        Management management = rabbit.management();
        management.deleteVirtualHost(VIRTUAL_HOST);
        management.createVirtualHost(VIRTUAL_HOST);
        broker = rabbit.uri("guest", "guest", VIRTUAL_HOST);
        server = Servers.describe(broker).start();
    }

    @AfterAll
    static void end() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void adapterInsideTheApplication_relays_withOneCopyOfTheApi() throws Exception {
        Path ear = Archives.write(Archives.withAdapter("inside", Item.class), folder);
        assertThat(copiesOfTheApi(ear)).isEqualTo(1);

        server.deploy(ear);
        assertRelays("inside");
        server.undeploy("inside.ear");
    }

    @Test
    void adapterOnItsOwn_relays_withOneCopyOfTheApi() throws Exception {
        Path adapter = Archives.standAloneAdapter();
        Path ear = Archives.write(Archives.withoutAdapter("outside", Item.class), folder);
        assertThat(copiesOfTheApi(adapter)).isEqualTo(1);
        assertThat(copiesOfTheApi(ear)).isZero();

        server.deploy(adapter);
        server.deploy(ear);
        assertRelays("outside");
        server.undeploy("outside.ear");
        server.undeploy("carrot.rar");
    }

    @Test
    void exampleAsItIsBuilt_hasOneCopyOfTheApi_andNoneOfJakarta() throws Exception {
        Path ear = Path.of(System.getProperty("carrot.example.ear"));

        assertThat(copiesOfTheApi(ear)).isEqualTo(1);
        assertThat(entries(ear))
                .contains(API_CLASS)
                .noneMatch(name -> name.matches("(.*/)?(jakarta|javax)\\.[^/]*\\.jar"))
                .noneMatch(name -> name.matches("(.*/classes/)?(jakarta|javax)/.*\\.class"));
    }

    private static void assertRelays(String name) throws Exception {
        App app = new App(server.http(), name);
        try (RawQueues queues = new RawQueues(broker)) {
            queues.declare(RelayBean.OUT);
            queues.declare(RelayBean.IN);
            Set<String> sent = new TreeSet<>();
            for (int i = 0; i < MESSAGES; i++) {
                Item item = new Item(name + "-" + i);
                queues.publishJson(RelayBean.IN, item);
                sent.add(App.json(item));
            }
            // The answer to a message is confirmed before the message is acknowledged.
            Await.until(
                    "all messages",
                    BOUND,
                    () -> app.<Count>get("relay/count", Count.class).ids() == MESSAGES
                            && queues.ready(RelayBean.OUT) == MESSAGES);
            assertThat(new TreeSet<>(queues.takeAll(RelayBean.OUT))).isEqualTo(sent);
        }
    }

    private static long copiesOfTheApi(Path archive) throws IOException {
        return entries(archive).stream().filter(API_CLASS::equals).count();
    }

    /** The names of what is in the archive, and in archives inside it. */
    private static List<String> entries(Path archive) throws IOException {
        List<String> names = new ArrayList<>();
        try (InputStream in = Files.newInputStream(archive)) {
            collect(in, names);
        }
        return names;
    }

    private static void collect(InputStream archive, List<String> names) throws IOException {
        ZipInputStream zip = new ZipInputStream(archive);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            names.add(entry.getName());
            if (entry.getName().matches(".*\\.(jar|war|rar)")) {
                collect(new ByteArrayInputStream(zip.readAllBytes()), names);
            }
        }
    }
}
