package io.carrotmq.example.it.probe;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.sql.SQLException;

/** Has the tables there before the first message. */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class Tables {
    @Inject
    private Rows rows;

    @PostConstruct
    void create() {
        try {
            rows.create();
        } catch (SQLException e) {
            throw new IllegalStateException("No table in the test's databases", e);
        }
    }
}
