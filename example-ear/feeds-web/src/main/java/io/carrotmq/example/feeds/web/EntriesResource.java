package io.carrotmq.example.feeds.web;

import io.carrotmq.example.feeds.EntryStore;
import io.carrotmq.example.feeds.FeedEntry;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** The stored entries, newest first. */
@Path("entries")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class EntriesResource {
    private static final int SHOWN = 100;

    @Inject
    private EntryStore store;

    @GET
    public List<FeedEntry> newest() {
        return store.newest(SHOWN);
    }
}
