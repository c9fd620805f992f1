package io.carrotmq.ra.container;

import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server, as far as message-driven beans see one. A bean's handler methods come from an interface of the bean, because
 * the proxies here are those of {@link java.lang.reflect.Proxy}.
 */
public final class FakeContainer implements AutoCloseable {
    private final Profile profile;
    private final FakeRegistry registry = new FakeRegistry();
    private final List<String> database = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService reaper =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "Transaction Reaper Worker 0"));
    private volatile Duration timeout = Duration.ofMinutes(1);

    final AtomicInteger created = new AtomicInteger();
    final AtomicInteger released = new AtomicInteger();
    final AtomicInteger before = new AtomicInteger();
    final AtomicInteger after = new AtomicInteger();
    final AtomicInteger unavailable = new AtomicInteger();
    final AtomicInteger failingBefore = new AtomicInteger();
    final AtomicInteger failingAfter = new AtomicInteger();

    public FakeContainer(Profile profile) {
        this.profile = profile;
    }

    public Profile profile() {
        return profile;
    }

    /** {@return the registry as the adapter gets it, null where the server has none} */
    public TransactionSynchronizationRegistry registry() {
        return profile == Profile.TOMEE ? null : registry;
    }

    FakeRegistry transactions() {
        return registry;
    }

    /** Deploys a bean, whose one instance is used for every delivery. */
    public MessageEndpointFactory deploy(Object bean, Attribute attribute) {
        return new FakeEndpointFactory(this, bean, attribute);
    }

    /** How long transactions may take that begin from now on. */
    public void timeout(Duration duration) {
        timeout = duration;
    }

    /** The next so many calls of createEndpoint fail. */
    public void unavailable(int times) {
        unavailable.set(times);
    }

    /** The next so many calls of beforeDelivery fail, with the transaction begun. */
    public void failBefore(int times) {
        failingBefore.set(times);
    }

    /** The next so many calls of afterDelivery complete the transaction and fail. */
    public void failAfter(int times) {
        failingAfter.set(times);
    }

    FakeTransaction begin() {
        FakeTransaction transaction = new FakeTransaction(profile);
        registry.associate(transaction);
        reaper.schedule(() -> expire(transaction), timeout.toMillis(), TimeUnit.MILLISECONDS);
        return transaction;
    }

    private void expire(FakeTransaction transaction) {
        if (transaction.status() != jakarta.transaction.Status.STATUS_ACTIVE) {
            return;
        }
        if (profile.timeoutCompletes()) {
            transaction.timeOut();
        } else {
            transaction.setRollbackOnly();
        }
    }

    boolean complete(FakeTransaction transaction) {
        registry.associate(null);
        return transaction.complete(database);
    }

    // what a bean can do

    /** Writes a row, with the transaction if there is one. */
    public void write(String row) {
        FakeTransaction transaction = registry.current();
        if (transaction == null) {
            database.add(row);
        } else {
            transaction.write(row);
        }
    }

    /** As MessageDrivenContext.setRollbackOnly does. */
    public void setRollbackOnly() {
        registry.setRollbackOnly();
    }

    /** Makes the commit of the current transaction fail, as a data source can. */
    public void failCommit() {
        registry.current().failCommit();
    }

    /** Registers a synchronization of the bean's own. */
    public void register(Synchronization synchronization) {
        registry.registerInterposedSynchronization(synchronization);
    }

    /** As UserTransaction.begin does. */
    public void beginUserTransaction() {
        begin();
    }

    /** As UserTransaction.commit does. */
    public void commitUserTransaction() {
        complete(registry.current());
    }

    // what a test can ask

    /** {@return what was written and committed} */
    public List<String> rows() {
        return List.copyOf(database);
    }

    /** {@return whether a transaction has been forgotten on the calling thread} */
    public boolean transactionsOnThisThread() {
        return registry.current() != null;
    }

    public int endpointsCreated() {
        return created.get();
    }

    public int endpointsReleased() {
        return released.get();
    }

    public int beforeDeliveries() {
        return before.get();
    }

    public int afterDeliveries() {
        return after.get();
    }

    @Override
    public void close() {
        reaper.shutdownNow();
    }
}
