package io.carrotmq.example.it.handling;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.SQLException;

/** Has the table there before the first message. */
@ApplicationScoped
public class Tables {
    @Inject
    private Rows rows;

    void create(@Observes @Priority(1) @Initialized(ApplicationScoped.class) Object start) throws SQLException {
        rows.create();
    }
}
