package io.carrotmq.example.it.handling;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.util.List;

/** Tells what was stored and what the method saw. */
@Path("state/{id}")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class StateResource {
    @Inject
    private Rows rows;

    @Inject
    private Seen seen;

    /**
     * What became of one task.
     *
     * @param rows its rows
     * @param calls its attempts
     */
    public record State(int rows, List<Seen.Call> calls) {}

    @GET
    public State state(@PathParam("id") String id) throws SQLException {
        return new State(rows.count(id), seen.of(id));
    }
}
