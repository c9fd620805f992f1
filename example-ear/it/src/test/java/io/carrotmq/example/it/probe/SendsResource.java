package io.carrotmq.example.it.probe;

import io.carrotmq.Connection;
import io.carrotmq.Publisher;
import io.carrotmq.SendOptions;
import io.carrotmq.TransactionMode;
import io.carrotmq.codec.Codecs;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.UserTransaction;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.OptionalLong;

/** Sends as it is told to, and tells how that ended. */
@Path("sends")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class SendsResource {
    /** Longer than any wait for a confirm. */
    private static final int TIMEOUT_SECONDS = 60;

    @Inject
    private Rows rows;

    @Inject
    private Factories factories;

    @Resource
    private UserTransaction transaction;

    @Resource
    private TransactionSynchronizationRegistry transactions;

    /**
     * How it ended.
     *
     * @param receipt what the send itself returned, or null if it threw
     * @param seenBefore how many messages the queue of that name had when the transaction was about to commit; null if nobody
     *     looked, or there is no such queue
     * @param committed whether the transaction was told to commit and did
     * @param problems what was thrown, causes included; empty if nothing
     */
    public record Report(String receipt, Long seenBefore, boolean committed, List<String> problems) {}

    @POST
    public Report send(Wish wish) throws SystemException {
        String receipt = null;
        LastLook look = new LastLook(wish.routingKey());
        try {
            if (wish.end() == Wish.End.NO_TRANSACTION) {
                return new Report(publish(wish), null, false, List.of());
            }
            transaction.setTransactionTimeout(TIMEOUT_SECONDS);
            transaction.begin();
            rows.insert(wish.source(), wish.id());
            receipt = publish(wish);
            if (wish.end() == Wish.End.LOOK_AND_COMMIT) {
                transactions.registerInterposedSynchronization(look);
            }
            if (wish.end() == Wish.End.ROLLBACK) {
                transaction.rollback();
                return new Report(receipt, null, false, List.of());
            }
            transaction.commit();
            return new Report(receipt, look.seen, true, List.of());
        } catch (Exception e) {
            return new Report(receipt, look.seen, false, Problems.of(e));
        } finally {
            if (transaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
                transaction.rollback();
            }
        }
    }

    /** Looks into a queue once everybody else has done what comes before completion. */
    private final class LastLook implements Synchronization {
        private final String queue;
        private Long seen;

        LastLook(String queue) {
            this.queue = queue;
        }

        @Override
        public void beforeCompletion() {
            try (Connection connection =
                    factories.of(TransactionMode.SYNCHRONIZATION).connect()) {
                OptionalLong count = connection.messageCount(queue);
                seen = count.isPresent() ? count.getAsLong() : null;
            }
        }

        @Override
        public void afterCompletion(int status) {
            // it has looked
        }
    }

    private String publish(Wish wish) {
        Codecs codecs = Codecs.of(SendsResource.class.getClassLoader());
        SendOptions where = SendOptions.DEFAULT
                .exchange(wish.exchange())
                .routingKey(wish.routingKey())
                .transactionMode(wish.own());
        try (Publisher<String> publisher =
                Publisher.of(factories.of(wish.mode()), codecs.codec("text/plain", String.class), where)) {
            return publisher.send(wish.id()).outcome().name();
        }
    }
}
