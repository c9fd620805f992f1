package io.carrotmq.engine;

import io.carrotmq.Capability;
import io.carrotmq.topology.Binding;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.Overflow;
import io.carrotmq.topology.QueueDeclaration;
import io.carrotmq.topology.QueueType;
import io.carrotmq.topology.Topology;
import io.carrotmq.transport.ChannelListener;
import io.carrotmq.transport.TransportChannel;
import io.carrotmq.transport.TransportConnection;
import io.carrotmq.transport.TransportException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Carries out what a topology's mode says, once for each connection, on a channel of its own, because a broker closes the
 * channel over a mismatch.
 */
public final class TopologyDeclarer {
    private static final System.Logger LOG = System.getLogger("io.carrotmq.engine");

    /** How long to wait for another thread that declares; a broker that hangs holds that one for longer. */
    private static final Duration OTHERS_BOUND = Duration.ofSeconds(30);

    private static final String LOOK = "a look whether it is there";

    private static final ChannelListener NOBODY = closure -> {
        // reported by the operation that failed
    };

    private final SharedConnection connection;

    public TopologyDeclarer(SharedConnection connection) {
        this.connection = connection;
    }

    /**
     * Declares or verifies a topology, unless that was done since the connection was made and nothing of it is known to
     * be gone.
     *
     * @throws io.carrotmq.UnsupportedException if the broker cannot do what is asked for; then nothing was declared
     * @throws io.carrotmq.TopologyException if the broker has something else, or does not have it
     */
    public void apply(Topology topology) {
        apply(topology, "");
    }

    /**
     * The same for a consumer.
     *
     * @param queue the queue to consume from; empty for the one whose name the broker makes up
     * @return its name
     */
    public String apply(Topology topology, String queue) {
        if (topology.isEmpty() || connection.hasSeenTo(topology)) {
            return queue;
        }
        lock();
        try {
            if (connection.hasSeenTo(topology)) {
                return queue;
            }
            String madeUp = carryOut(topology);
            return queue.isEmpty() ? madeUp : queue;
        } finally {
            connection.declaring().unlock();
        }
    }

    private void lock() {
        try {
            if (!connection.declaring().tryLock(OTHERS_BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
                throw Messages.declareBusy(connection.name(), OTHERS_BOUND);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Messages.interruptedConnecting(connection.name());
        }
    }

    private String carryOut(Topology topology) {
        boolean declaring = topology.mode() == Topology.Mode.DECLARE;
        if (declaring && topology.warnIfExists()) {
            topology.queues().forEach(this::warnIfExists);
        }
        try (OpenChannel open = connection.openChannel(NOBODY)) {
            // Asked for here: what the looks found to be gone has been told before another channel opens.
            long losses = connection.topologies().losses();
            String madeUp = "";
            if (declaring) {
                Requirements.check(topology, open.broker());
                madeUp = declare(topology, open);
            } else {
                verify(topology, open);
            }
            connection.topologies().add(topology, open.physical(), losses);
            return madeUp;
        }
    }

    /** A look at what does not exist ends the channel, so it has one of its own. */
    private void warnIfExists(QueueDeclaration queue) {
        if (queue.name().isEmpty()) {
            return;
        }
        try (OpenChannel open = connection.openChannel(NOBODY)) {
            Requirements.checkLook(Subject.of(queue), "a warning if it exists already", open.connection());
            open.channel().verifyQueue(queue.name());
            LOG.log(System.Logger.Level.WARNING, Messages.existsAlready(Subject.of(queue)));
        } catch (TransportException e) {
            LOG.log(System.Logger.Level.TRACE, "it does not exist, or its declaration reports why not", e);
        }
    }

    private static String declare(Topology topology, OpenChannel open) {
        TransportChannel channel = open.channel();
        String madeUp = "";
        Subject subject = new Subject("topology");
        try {
            for (ExchangeDeclaration exchange : topology.exchanges()) {
                subject = Subject.of(exchange);
                channel.declare(exchange);
            }
            for (QueueDeclaration queue : topology.queues()) {
                subject = Subject.of(queue);
                String name = channel.declare(decided(queue, open.connection()));
                madeUp = queue.name().isEmpty() ? name : madeUp;
            }
            for (Binding binding : topology.bindings()) {
                subject = Subject.of(binding);
                channel.bind(toNamed(binding, madeUp));
            }
            return madeUp;
        } catch (TransportException e) {
            throw Refusal.of(subject, e.closure());
        }
    }

    /** A binding of the queue without a name is one of the queue that got it. */
    private static Binding toNamed(Binding binding, String madeUp) {
        return binding.destination().isEmpty() && !binding.toExchange()
                ? Binding.queue(binding.source(), madeUp, binding.routingKey()).arguments(binding.arguments())
                : binding;
    }

    private static void verify(Topology topology, OpenChannel open) {
        TransportChannel channel = open.channel();
        Subject subject = new Subject("topology");
        try {
            for (ExchangeDeclaration exchange : topology.exchanges()) {
                subject = Subject.of(exchange);
                Requirements.checkLook(subject, LOOK, open.connection());
                channel.verifyExchange(exchange.name());
            }
            for (QueueDeclaration queue : topology.queues()) {
                subject = Subject.of(queue);
                if (!queue.name().isEmpty()) {
                    Requirements.checkLook(subject, LOOK, open.connection());
                    channel.verifyQueue(queue.name());
                }
            }
        } catch (TransportException e) {
            throw Refusal.ofLook(subject, e.closure());
        }
    }

    /** The declaration with its type decided; a quorum queue drops no message for having been delivered often. */
    private static QueueDeclaration decided(QueueDeclaration queue, TransportConnection broker) {
        if (queue.type() == QueueType.CLASSIC && !broker.broker().supports(Capability.QUORUM_QUEUES)) {
            // Every queue there is what others call classic, and the argument may be unknown.
            return new QueueDeclaration(
                    queue.name(),
                    QueueType.DEFAULT,
                    queue.durable(),
                    queue.exclusive(),
                    queue.autoDelete(),
                    queue.arguments());
        }
        QueueDeclaration wanted = typed(queue, broker);
        boolean quorum = wanted.type() == QueueType.QUORUM
                || QueueType.QUORUM.argument().equals(wanted.arguments().get(QueueDeclaration.QUEUE_TYPE));
        boolean limited = canLiftLimit(broker) && !queue.arguments().containsKey(QueueDeclaration.DELIVERY_LIMIT);
        return quorum && limited ? wanted.deliveryLimit(-1) : wanted;
    }

    /** One that cannot drops a message of a quorum queue whose consumers were lost too often. */
    private static boolean canLiftLimit(TransportConnection broker) {
        return broker.limitsDeliveries() && broker.broker().supports(Capability.DELIVERY_LIMIT);
    }

    /** A queue of no chosen type that shall keep its messages is replicated where that can be had. */
    private static QueueDeclaration typed(QueueDeclaration queue, TransportConnection broker) {
        boolean undecided = queue.type() == QueueType.DEFAULT
                && !queue.arguments().containsKey(QueueDeclaration.QUEUE_TYPE)
                && queue.durable()
                && !queue.exclusive()
                && !queue.autoDelete()
                && broker.broker().supports(Capability.QUORUM_QUEUES)
                && (!broker.limitsDeliveries() || canLiftLimit(broker));
        if (!undecided) {
            return queue;
        }
        boolean classicOnly = queue.arguments().containsKey(QueueDeclaration.MAX_PRIORITY)
                || Overflow.REJECT_PUBLISH_DLX
                        .argument()
                        .equals(queue.arguments().get(QueueDeclaration.OVERFLOW));
        QueueType type = classicOnly ? QueueType.CLASSIC : QueueType.QUORUM;
        return queue.argument(QueueDeclaration.QUEUE_TYPE, type.argument());
    }
}
