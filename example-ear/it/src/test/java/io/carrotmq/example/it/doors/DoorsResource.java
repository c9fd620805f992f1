package io.carrotmq.example.it.doors;

import io.carrotmq.CarrotException;
import io.carrotmq.Connection;
import io.carrotmq.ConnectionFactory;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.stream.Stream;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** Connects through a connection factory, and tells how that went. */
@Path("doors/{name}")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class DoorsResource {
    /**
     * An attempt to connect.
     *
     * @param broker where it led, or null
     * @param problems the messages of the exception and its causes; empty if there was none
     * @param carrot whether the exception is one of Carrot's own
     * @param millis how long it took
     */
    public record Knock(String broker, List<String> problems, boolean carrot, long millis) {}

    @GET
    public Knock knock(@PathParam("name") String name) throws NamingException {
        ConnectionFactory factory = InitialContext.doLookup("java:/eis/" + name);
        long start = System.nanoTime();
        try (Connection connection = factory.connect()) {
            return new Knock(connection.broker().address(), List.of(), false, since(start));
        } catch (RuntimeException e) {
            return new Knock(null, lines(e), e instanceof CarrotException, since(start));
        }
    }

    private static List<String> lines(Throwable thrown) {
        return Stream.iterate(thrown, each -> each != null, Throwable::getCause)
                .map(Throwable::getMessage)
                .map(String::valueOf)
                .toList();
    }

    private static long since(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }
}
