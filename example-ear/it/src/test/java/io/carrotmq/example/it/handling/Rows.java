package io.carrotmq.example.it.handling;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** The rows that transactions store in the server's default data source. */
@ApplicationScoped
public class Rows {
    @Resource(lookup = "java:jboss/datasources/ExampleDS")
    private DataSource database;

    void insert(String id) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("insert into handled(id) values (?)")) {
            statement.setString(1, id);
            statement.executeUpdate();
        }
    }

    int count(String id) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("select count(*) from handled where id = ?")) {
            statement.setString(1, id);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getInt(1);
            }
        }
    }

    void create() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists handled(id varchar(100))");
        }
    }
}
