package io.carrotmq.example.feeds.web;

import io.carrotmq.Publisher;
import io.carrotmq.cdi.Exchange;
import io.carrotmq.cdi.Json;
import io.carrotmq.cdi.RoutingKey;
import io.carrotmq.example.feeds.ImportFeed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URISyntaxException;

/** Takes the wish for a feed and sends it as a message. */
@Path("feeds")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class FeedsResource {
    private static final int MAX_URL = 2_000;
    private static final int MAX_PORT = 65_535;

    @Inject
    @Exchange("feed")
    @RoutingKey("importer")
    @Json
    private Publisher<ImportFeed> feeds;

    /**
     * What the page asks for.
     *
     * @param url the address as it was typed
     */
    public record Request(String url) {}

    /** Answers 202 once the broker has confirmed the message. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response importFeed(Request request) {
        ImportFeed wish;
        try {
            wish = new ImportFeed(checked(request));
        } catch (IllegalArgumentException e) {
            return Problem.response(Response.Status.BAD_REQUEST, e.getMessage());
        }
        feeds.send(wish);
        return Response.accepted(wish).build();
    }

    private static URI checked(Request request) {
        String address =
                request == null || request.url() == null ? "" : request.url().strip();
        if (address.isEmpty() || address.length() > MAX_URL) {
            throw new IllegalArgumentException("Give an address of at most " + MAX_URL + " characters");
        }
        try {
            URI url = new URI(address);
            if (!"http".equalsIgnoreCase(url.getScheme()) && !"https".equalsIgnoreCase(url.getScheme())) {
                throw new IllegalArgumentException("The address has to start with http:// or https://");
            }
            if (url.getHost() == null) {
                throw new IllegalArgumentException("The address names no host");
            }
            if (url.getPort() == 0 || url.getPort() > MAX_PORT) {
                throw new IllegalArgumentException(
                        "The address names port " + url.getPort() + ": expected one from 1 to " + MAX_PORT);
            }
            return url;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("This is no address: " + e.getMessage(), e);
        }
    }
}
