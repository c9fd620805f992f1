package io.carrotmq.testkit;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Set;
import java.util.UUID;
import java.util.function.ToLongFunction;
import javax.net.ssl.KeyManagerFactory;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.BrokerFilter;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.SslContext;
import org.apache.activemq.broker.TransportConnector;
import org.apache.activemq.broker.region.Destination;
import org.apache.activemq.broker.region.DestinationStatistics;
import org.apache.activemq.broker.region.Queue;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.ConnectionInfo;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;
import org.apache.activemq.usage.SystemUsage;

/** ActiveMQ Classic. */
final class ActiveMqNode implements StompNode {

    private static final int JOURNAL_FILE_BYTES = 4 << 20;
    private static final long STORE_BYTES = 512L << 20;
    private static final long START_TIMEOUT_MILLIS = 30_000;

    private final BrokerService service = new BrokerService();
    private final int port;

    ActiveMqNode(Settings settings) throws Exception {
        try {
            configure(settings);
            TransportConnector connector = service.addConnector("stomp://" + HOST + ":" + settings.port());
            service.start();
            if (!service.waitUntilStarted(START_TIMEOUT_MILLIS)) {
                throw new IllegalStateException("ActiveMQ is not up after " + START_TIMEOUT_MILLIS + " ms");
            }
            port = connector.getConnectUri().getPort();
        } catch (Exception e) {
            service.stop();
            throw e;
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public int listen(int tlsPort, Path keyStore, String password) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore)) {
            keys.load(in, password.toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, password.toCharArray());
        service.setSslContext(new SslContext(factory.getKeyManagers(), null, null));
        TransportConnector connector = service.addConnector("stomp+ssl://" + HOST + ":" + tlsPort);
        service.startTransportConnector(connector);
        return connector.getConnectUri().getPort();
    }

    @Override
    public long messages(String queue) throws Exception {
        return count(queue, statistics -> statistics.getMessages().getCount());
    }

    @Override
    public long unacknowledged(String queue) throws Exception {
        return count(queue, statistics -> statistics.getInflight().getCount());
    }

    @Override
    public boolean queueExists(String queue) throws Exception {
        return !find(queue).isEmpty();
    }

    @Override
    public void deleteQueue(String queue) throws Exception {
        for (Destination found : find(queue)) {
            service.removeDestination(found.getActiveMQDestination());
        }
    }

    @Override
    public void purgeQueue(String queue) throws Exception {
        for (Destination found : find(queue)) {
            ((Queue) found).purge();
        }
    }

    @Override
    public int connections() {
        return service.getTransportConnectors().stream()
                .mapToInt(connector -> connector.getConnections().size())
                .sum();
    }

    @Override
    public void stop() throws Exception {
        service.stop();
        service.waitUntilStopped();
    }

    private void configure(Settings settings) throws IOException {
        File folder = settings.folder().toFile();
        service.setBrokerName("carrot-" + UUID.randomUUID());
        service.setUseJmx(false);
        service.setUseShutdownHook(false);
        service.setDataDirectoryFile(folder);
        service.setTmpDataDirectory(new File(folder, "temporary"));
        service.setPersistent(settings.persistent());
        if (settings.persistent()) {
            service.setPersistenceAdapter(store(folder));
        }
        SystemUsage usage = service.getSystemUsage();
        usage.getStoreUsage().setLimit(STORE_BYTES);
        usage.getTempUsage().setLimit(STORE_BYTES);
        service.setPlugins(new BrokerPlugin[] {OneUser::new});
    }

    private static KahaDBPersistenceAdapter store(File folder) throws IOException {
        KahaDBPersistenceAdapter store = new KahaDBPersistenceAdapter();
        store.setDirectory(new File(folder, "kahadb"));
        store.setJournalMaxFileLength(JOURNAL_FILE_BYTES);
        // With less it answers before it has written: a message that was receipted would end with the process.
        store.setJournalDiskSyncStrategy("ALWAYS");
        return store;
    }

    private long count(String queue, ToLongFunction<DestinationStatistics> number) throws Exception {
        return find(queue).stream()
                .map(Destination::getDestinationStatistics)
                .mapToLong(number)
                .sum();
    }

    /** One at most, unless the name is a pattern. */
    private Set<Destination> find(String queue) throws Exception {
        return service.getRegionBroker().getDestinations(new ActiveMQQueue(queue));
    }

    /** Lets the one user do everything. ActiveMQ's own plug-in would need another artifact. */
    private static final class OneUser extends BrokerFilter {
        OneUser(Broker next) {
            super(next);
        }

        @Override
        public void addConnection(ConnectionContext context, ConnectionInfo info) throws Exception {
            if (!USER.equals(info.getUserName()) || !PASSWORD.equals(info.getPassword())) {
                throw new SecurityException("User name [" + info.getUserName() + "] or password is invalid.");
            }
            super.addConnection(context, info);
        }
    }
}
