package io.carrotmq.example.it.probe;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.util.List;

/** Tells what was stored and what the beans saw. */
@Path("state/{id}")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class StateResource {
    @Inject
    private Rows rows;

    @Inject
    private Attempts attempts;

    /**
     * What became of one id.
     *
     * @param ordinaryRows its rows in the default data source
     * @param xaRows its rows in the other one
     * @param attempts its deliveries
     */
    public record State(int ordinaryRows, int xaRows, List<Attempts.Attempt> attempts) {}

    @GET
    public State state(@PathParam("id") String id) throws SQLException {
        return new State(rows.count(Source.DEFAULT, id), rows.count(Source.XA, id), attempts.of(id));
    }
}
