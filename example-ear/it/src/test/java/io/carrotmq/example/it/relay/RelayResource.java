package io.carrotmq.example.it.relay;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Set;

/** Tells what the relay received. */
@Path("relay")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class RelayResource {
    @Inject
    private RelayLog log;

    @GET
    @Path("count")
    public RelayLog.Count count() {
        return log.count();
    }

    @GET
    @Path("ids")
    public Set<String> ids() {
        return log.ids();
    }
}
