package io.carrotmq.example.feeds.web;

import io.carrotmq.CarrotException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** What the broker did not do is a state that passes: the page shows the text, and the user can try again. */
@Provider
public class CarrotProblems implements ExceptionMapper<CarrotException> {
    @Override
    public Response toResponse(CarrotException failure) {
        return Problem.response(Response.Status.SERVICE_UNAVAILABLE, failure.getMessage());
    }
}
