package io.carrotmq.example.it.probe;

import io.carrotmq.Publisher;
import io.carrotmq.SendOptions;
import io.carrotmq.codec.Codecs;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

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

    /**
     * How it ended.
     *
     * @param receipt what the send itself returned, or null if it threw
     * @param committed whether the transaction was told to commit and did
     * @param problems what was thrown, causes included; empty if nothing
     */
    public record Report(String receipt, boolean committed, List<String> problems) {}

    @POST
    public Report send(Wish wish) throws SystemException {
        String receipt = null;
        try {
            if (wish.end() == Wish.End.NO_TRANSACTION) {
                return new Report(publish(wish), false, List.of());
            }
            transaction.setTransactionTimeout(TIMEOUT_SECONDS);
            transaction.begin();
            rows.insert(wish.source(), wish.id());
            receipt = publish(wish);
            if (wish.end() == Wish.End.ROLLBACK) {
                transaction.rollback();
                return new Report(receipt, false, List.of());
            }
            transaction.commit();
            return new Report(receipt, true, List.of());
        } catch (Exception e) {
            return new Report(receipt, false, Problems.of(e));
        } finally {
            if (transaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
                transaction.rollback();
            }
        }
    }

    private String publish(Wish wish) {
        Codecs codecs = Codecs.of(SendsResource.class.getClassLoader());
        SendOptions where = SendOptions.DEFAULT.exchange(wish.exchange()).routingKey(wish.routingKey());
        try (Publisher<String> publisher =
                Publisher.of(factories.of(wish.mode()), codecs.codec("text/plain", String.class), where)) {
            return publisher.send(wish.id()).outcome().name();
        }
    }
}
