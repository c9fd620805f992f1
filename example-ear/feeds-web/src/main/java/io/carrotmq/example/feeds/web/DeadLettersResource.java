package io.carrotmq.example.feeds.web;

import io.carrotmq.ConnectionFactory;
import io.carrotmq.DeadLetter;
import io.carrotmq.DeadLettering;
import io.carrotmq.DeadLetters;
import io.carrotmq.UnsupportedException;
import io.carrotmq.example.feeds.ImporterBean;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/**
 * The messages on which the importer has given up, and what to do with them. One request at a time, because a look into a
 * queue hides for a moment what is there.
 */
@Path("dead-letters")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class DeadLettersResource {
    private static final int SHOWN = 50;

    @Resource(lookup = "java:/eis/CarrotConnectionFactory")
    private ConnectionFactory connections;

    private DeadLetters letters;

    /**
     * What there is.
     *
     * @param count how many there are
     * @param more whether there may be more, because the broker does not count them
     * @param latest the first fifty of them, the latest of those first
     */
    public record Contents(long count, boolean more, List<FailedImport> latest) {}

    /**
     * Which ones are meant; none, if it says neither.
     *
     * @param id the one's, or null
     * @param all whether it means all of them
     */
    public record Choice(String id, boolean all) {
        static Predicate<DeadLetter> matching(Choice choice) {
            return letter ->
                    choice != null && (choice.all || FailedImport.id(letter).equals(choice.id));
        }
    }

    /**
     * What was done.
     *
     * @param count with how many
     */
    public record Done(long count) {}

    @PostConstruct
    void open() {
        letters = DeadLetters.in(connections, ImporterBean.QUEUE + DeadLettering.SUFFIX);
    }

    @GET
    public synchronized Contents contents() {
        List<FailedImport> latest = new ArrayList<>(
                letters.browse(SHOWN).stream().map(FailedImport::of).toList());
        Collections.reverse(latest);
        try {
            return new Contents(Math.max(letters.count(), latest.size()), false, latest);
        } catch (UnsupportedException countsNothing) {
            return new Contents(latest.size(), latest.size() == SHOWN, latest);
        }
    }

    @POST
    @Path("back")
    @Consumes(MediaType.APPLICATION_JSON)
    public synchronized Done sendBack(Choice choice) {
        return new Done(letters.sendBack(Choice.matching(choice)));
    }

    @POST
    @Path("discard")
    @Consumes(MediaType.APPLICATION_JSON)
    public synchronized Done discard(Choice choice) {
        return new Done(letters.discard(Choice.matching(choice)));
    }
}
