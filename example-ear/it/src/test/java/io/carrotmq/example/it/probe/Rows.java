package io.carrotmq.example.it.probe;

import jakarta.annotation.Resource;
import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** The rows that transactions store, in either database. */
@ApplicationScoped
@DataSourceDefinition(
        name = Rows.XA,
        className = "org.h2.jdbcx.JdbcDataSource",
        url = "jdbc:h2:mem:probe;DB_CLOSE_DELAY=-1",
        user = "sa",
        password = "sa")
public class Rows {
    static final String XA = "java:app/jdbc/ProbeXa";

    @Resource(lookup = "java:comp/DefaultDataSource")
    private DataSource ordinary;

    @Resource(lookup = XA)
    private DataSource xa;

    /** Makes the empty tables, outside any transaction. */
    void create() throws SQLException {
        for (DataSource source : new DataSource[] {ordinary, xa}) {
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("drop table if exists processed");
                statement.execute("create table processed(id varchar(100))");
            }
        }
    }

    /** Stores a row in the current transaction. */
    void insert(Source where, String id) throws SQLException {
        if (where == Source.NONE) {
            return;
        }
        try (Connection connection = of(where).getConnection();
                PreparedStatement statement = connection.prepareStatement("insert into processed(id) values (?)")) {
            statement.setString(1, id);
            statement.executeUpdate();
        }
    }

    int count(Source where, String id) throws SQLException {
        if (where == Source.NONE) {
            return 0;
        }
        try (Connection connection = of(where).getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("select count(*) from processed where id = ?")) {
            statement.setString(1, id);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getInt(1);
            }
        }
    }

    private DataSource of(Source where) {
        return where == Source.XA ? xa : ordinary;
    }
}
