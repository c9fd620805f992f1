package io.carrotmq.testkit;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.remoting.server.RemotingService;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.remoting.Acceptor;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;

/** Apache Artemis, with the addresses and their settings that a new broker instance has. */
final class ArtemisNode implements StompNode {

    private static final String ACCEPTOR = "stomp";
    private static final String TLS_ACCEPTOR = "stomp+ssl";
    private static final String DEAD_LETTERS = "DLQ";
    private static final String EXPIRED = "ExpiryQueue";
    private static final int JOURNAL_FILE_BYTES = 1 << 20;
    private static final int NO_LIMIT = -1;

    private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
    private final int port;

    ArtemisNode(Settings settings) throws Exception {
        try {
            broker.setConfiguration(configuration(settings)).setSecurityManager(new OneUser());
            broker.start();
            port = listeningPort(server().getRemotingService().getAcceptor(ACCEPTOR), settings.port());
        } catch (Exception e) {
            broker.stop();
            throw e;
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public int listen(int tlsPort, Path keyStore, String password) throws Exception {
        Map<String, Object> parameters = acceptor(tlsPort);
        parameters.put(TransportConstants.SSL_ENABLED_PROP_NAME, true);
        parameters.put(TransportConstants.KEYSTORE_TYPE_PROP_NAME, "PKCS12");
        parameters.put(TransportConstants.KEYSTORE_PATH_PROP_NAME, keyStore.toString());
        parameters.put(TransportConstants.KEYSTORE_PASSWORD_PROP_NAME, password);
        RemotingService remoting = server().getRemotingService();
        Acceptor acceptor = remoting.createAcceptor(
                new TransportConfiguration(NettyAcceptorFactory.class.getName(), parameters, TLS_ACCEPTOR));
        acceptor.start();
        return listeningPort(acceptor, tlsPort);
    }

    @Override
    public long messages(String queue) {
        Queue found = find(queue);
        return found == null ? 0 : found.getMessageCount();
    }

    @Override
    public long unacknowledged(String queue) {
        Queue found = find(queue);
        return found == null ? 0 : found.getDeliveringCount();
    }

    @Override
    public boolean queueExists(String queue) {
        return find(queue) != null;
    }

    @Override
    public void deleteQueue(String queue) throws Exception {
        if (find(queue) != null) {
            // Consumers or not, and the address with it.
            server().destroyQueue(SimpleString.of(queue), null, false, true, true);
        }
    }

    @Override
    public void purgeQueue(String queue) throws Exception {
        Queue found = find(queue);
        if (found != null) {
            found.deleteAllReferences();
        }
    }

    @Override
    public int connections() {
        return server().getConnectionCount();
    }

    @Override
    public void stop() throws Exception {
        broker.stop();
    }

    private ActiveMQServer server() {
        return broker.getActiveMQServer();
    }

    private Queue find(String queue) {
        return server().locateQueue(SimpleString.of(queue));
    }

    private static Configuration configuration(Settings settings) {
        return new ConfigurationImpl()
                .setName("carrot-testkit")
                .setPersistenceEnabled(settings.persistent())
                .setJournalType(JournalType.NIO)
                .setJournalFileSize(JOURNAL_FILE_BYTES)
                // What was written outlives the process without that; only the machine's end would lose it.
                .setJournalDatasync(false)
                .setBindingsDirectory(folder(settings, "bindings"))
                .setJournalDirectory(folder(settings, "journal"))
                .setPagingDirectory(folder(settings, "paging"))
                .setLargeMessagesDirectory(folder(settings, "large"))
                .setMaxDiskUsage(NO_LIMIT)
                .setJMXManagementEnabled(false)
                .addAcceptorConfiguration(new TransportConfiguration(
                        NettyAcceptorFactory.class.getName(), acceptor(settings.port()), ACCEPTOR))
                .addAddressConfiguration(queue(DEAD_LETTERS))
                .addAddressConfiguration(queue(EXPIRED))
                .addAddressSetting(
                        "#",
                        new AddressSettings()
                                .setDeadLetterAddress(SimpleString.of(DEAD_LETTERS))
                                .setExpiryAddress(SimpleString.of(EXPIRED))
                                .setAutoDeleteQueues(false)
                                .setAutoDeleteAddresses(false));
    }

    private static String folder(Settings settings, String name) {
        return settings.folder().resolve(name).toString();
    }

    private static CoreAddressConfiguration queue(String name) {
        return new CoreAddressConfiguration()
                .setName(name)
                .addRoutingType(RoutingType.ANYCAST)
                .addQueueConfig(QueueConfiguration.of(name).setRoutingType(RoutingType.ANYCAST));
    }

    private static Map<String, Object> acceptor(int port) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put(TransportConstants.HOST_PROP_NAME, HOST);
        parameters.put(TransportConstants.PORT_PROP_NAME, port);
        parameters.put(TransportConstants.PROTOCOLS_PROP_NAME, "STOMP");
        parameters.put("anycastPrefix", "/queue/");
        parameters.put("multicastPrefix", "/topic/");
        return parameters;
    }

    /** Artemis starts with no more than a line in its log if it cannot bind. */
    private static int listeningPort(Acceptor acceptor, int wanted) {
        int port = acceptor instanceof NettyAcceptor netty && netty.isStarted() ? netty.getActualPort() : NO_LIMIT;
        if (port <= 0) {
            throw new IllegalStateException("Port " + wanted + " is not free");
        }
        return port;
    }

    /** Lets the one user do everything. */
    private static final class OneUser implements ActiveMQSecurityManager {
        @Override
        public boolean validateUser(String user, String password) {
            return USER.equals(user) && PASSWORD.equals(password);
        }

        @Override
        public boolean validateUserAndRole(String user, String password, Set<Role> roles, CheckType check) {
            return validateUser(user, password);
        }
    }
}
