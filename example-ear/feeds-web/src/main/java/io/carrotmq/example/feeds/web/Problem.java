package io.carrotmq.example.feeds.web;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * Why a request was refused or failed.
 *
 * @param error the reason, for people
 */
public record Problem(String error) {
    static Response response(Response.Status status, String error) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new Problem(error))
                .build();
    }
}
