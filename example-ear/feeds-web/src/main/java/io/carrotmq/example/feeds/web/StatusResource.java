package io.carrotmq.example.feeds.web;

import io.carrotmq.BrokerInfo;
import io.carrotmq.CarrotException;
import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.example.feeds.EntryStore;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** How things stand: which broker is connected, and how much is stored. */
@Path("status")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class StatusResource {
    @Resource(lookup = "java:/eis/CarrotConnectionFactory")
    private ConnectionFactory connections;

    @Inject
    private EntryStore store;

    /**
     * How things stand.
     *
     * @param broker the connected broker, or null
     * @param problem why none is connected, or null
     * @param stored the number of stored entries
     */
    public record Status(BrokerInfo broker, String problem, long stored) {}

    @GET
    public Status status() {
        long stored = store.count();
        try (Connection connection = connections.connect()) {
            return new Status(connection.broker(), null, stored);
        } catch (CarrotException e) {
            return new Status(null, e.getMessage(), stored);
        }
    }
}
