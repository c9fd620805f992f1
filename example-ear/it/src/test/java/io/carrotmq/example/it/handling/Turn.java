package io.carrotmq.example.it.handling;

import jakarta.enterprise.context.RequestScoped;
import java.util.UUID;

/** Of one request. */
@RequestScoped
public class Turn {
    private final String id = UUID.randomUUID().toString();

    public String id() {
        return id;
    }
}
