package io.carrotmq.ra.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.ConfirmLostException;
import io.carrotmq.LoggedLines;
import io.carrotmq.MessageRefusedException;
import io.carrotmq.OutgoingMessage;
import io.carrotmq.Properties;
import io.carrotmq.PublishException;
import io.carrotmq.Receipt;
import io.carrotmq.Receipt.Outcome;
import io.carrotmq.TransactionMode;
import io.carrotmq.UnroutableException;
import io.carrotmq.UnsupportedException;
import io.carrotmq.testkit.Await;
import io.carrotmq.topology.QueueDeclaration;
import jakarta.resource.spi.LocalTransactionException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each transaction mode does with messages, whatever becomes of the transaction or of the broker. */
@Timeout(120)
abstract class TransactionModeContract {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Where Carrot connects to. */
    abstract URI uri();

    /** The same broker, for those whom no fault concerns. */
    abstract URI observed();

    /** Has every connection made through {@link #uri()} send, and hear nothing. */
    abstract void silence();

    /** Ends that. */
    abstract void heal();

    /** Ends every connection made through {@link #uri()}. */
    abstract void cut();

    /** What becomes of a message that no queue takes. */
    enum Nobody {
        /** It comes back once it was sent. */
        COMES_BACK,
        /** Its queue is looked for before, and it is not sent; to an exchange it cannot be mandatory. */
        IS_FOUND_OUT_BEFORE,
        /** The same, but for exchanges only: the broker makes queues. */
        COMES_BACK_FROM_EXCHANGES,
        /** There is none: the broker makes queues and has no exchanges. */
        CANNOT_BE
    }

    /** What becomes of a message that no queue takes. */
    Nobody nobody() {
        return Nobody.COMES_BACK;
    }

    private OutgoingMessage unroutable(Scene scene, String body) {
        return nobody() == Nobody.COMES_BACK_FROM_EXCHANGES
                ? new OutgoingMessage(scene.exchange(), "nobody", true, Properties.NONE, body.getBytes(UTF_8))
                : Scene.unroutable(body);
    }

    private OutgoingMessage toMissingExchange(String body) {
        OutgoingMessage message = Scene.toMissingExchange(body);
        return nobody() == Nobody.IS_FOUND_OUT_BEFORE ? message.optional() : message;
    }

    /** Each message has a queue, once it is sent. */
    private void assertEachMessageArrives(TransactionMode mode) throws Exception {
        try (Scene scene = scene(mode)) {
            String made = scene.queue() + "-made";
            scene.begin();
            scene.connection().publish(scene.message("good"));
            scene.connection().publish(Scene.messageTo(made));
            assertThat(scene.transaction().commit()).isNull();
            assertThat(scene.drain()).containsExactly("good");
            assertThat(scene.drain(made)).containsExactly("x");
        }
    }

    /** It harms nothing else in the transaction. */
    private void assertExchangesAreRefusedAtOnce(TransactionMode mode) throws Exception {
        try (Scene scene = scene(mode)) {
            scene.begin();
            scene.connection().publish(scene.message("before"));
            assertThatThrownBy(() -> scene.connection().publish(Scene.toMissingExchange("bad")))
                    .isInstanceOf(UnsupportedException.class);
            scene.connection().publish(scene.message("after"));
            assertThat(scene.transaction().commit()).isNull();
            assertThat(scene.drain()).containsExactly("before", "after");
        }
    }

    private Scene scene(TransactionMode mode) throws Exception {
        return new Scene(uri(), observed(), mode);
    }

    private static Throwable failure(CompletionStage<Receipt> stage) throws Exception {
        try {
            throw new AssertionError(
                    "it succeeded: " + stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    private static void assertFailed(CompletionStage<Receipt> stage, String code, boolean mayHaveBeenDelivered)
            throws Exception {
        assertThat(failure(stage)).isInstanceOfSatisfying(PublishException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.mayHaveBeenDelivered()).isEqualTo(mayHaveBeenDelivered);
        });
    }

    private static void assertConfirmed(CompletionStage<Receipt> stage) {
        assertThat(stage.toCompletableFuture()).succeedsWithin(PATIENCE).matches(Receipt::confirmed);
    }

    private static <T> T loggingOneLine(String text, Supplier<T> work) {
        try (LoggedLines log = new LoggedLines("io.carrotmq.outbound")) {
            T result = work.get();
            assertThat(log.with("CARROT-0660")).singleElement().asString().contains("SEVERE", text);
            return result;
        }
    }

    private void loseConnection(Scene scene) {
        cut();
        Await.until(
                "the connection to be found lost",
                PATIENCE,
                () -> !scene.managed().isValid());
    }

    // Commit, rollback, timeout

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void committedMessagesAreOutWhenTheCommitReturnsAndNotBefore(TransactionMode mode) throws Exception {
        try (Scene scene = scene(mode)) {
            scene.begin();
            assertThat(scene.connection().isTransacted()).isTrue();
            assertThat(scene.connection().publish(scene.message("one")).outcome())
                    .isEqualTo(Outcome.ENLISTED);
            CompletionStage<Receipt> stage = scene.connection().publishAsync(scene.message("two"));
            assertThat(scene.connection().publishAll(List.of(scene.message("three"), scene.message("four"))))
                    .extracting(Receipt::outcome)
                    .containsExactly(Outcome.ENLISTED, Outcome.ENLISTED);
            scene.connection().tell(scene.message("five"));
            assertThat(scene.drain()).isEmpty();
            assertThat(stage.toCompletableFuture()).isNotDone();

            scene.connection().close(); // a bean closes its handle before the container commits
            assertThat(scene.transaction().commit()).isNull();

            assertThat(scene.drain()).containsExactly("one", "two", "three", "four", "five");
            assertConfirmed(stage);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void rolledBackMessagesAreNeverSeen(TransactionMode mode) throws Exception {
        try (Scene scene = scene(mode)) {
            scene.begin();
            assertThat(scene.connection().publish(scene.message("one")).outcome())
                    .isEqualTo(Outcome.ENLISTED);
            CompletionStage<Receipt> stage = scene.connection().publishAsync(scene.message("two"));
            scene.transaction().rollback();
            assertFailed(stage, "CARROT-0611", false);
            assertThat(scene.drain()).isEmpty();

            scene.begin();
            scene.connection().publish(scene.message("next"));
            assertThat(scene.transaction().commit()).isNull();
            assertThat(scene.drain()).containsExactly("next");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void transactionThatTimesOutPublishesNothingAndTakesNothingMore(TransactionMode mode) throws Exception {
        try (Scene scene = scene(mode)) {
            scene.begin();
            CompletionStage<Receipt> stage = scene.connection().publishAsync(scene.message("one"));
            scene.transaction().timeOut();
            assertFailed(stage, "CARROT-0611", false);
            assertThatThrownBy(() -> scene.connection().publish(scene.message("late")))
                    .isInstanceOf(PublishException.class)
                    .hasMessageStartingWith("CARROT-0610");
            assertThat(scene.connection().isTransacted()).isTrue();
            scene.transaction().forget();
            assertThat(scene.connection().isTransacted()).isFalse();
            assertThat(scene.connection().publish(scene.message("outside")).confirmed())
                    .isTrue();
            assertThat(scene.drain()).containsExactly("outside");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void transactionMarkedForRollbackTakesNothingMore(TransactionMode mode) throws Exception {
        try (Scene scene = scene(mode)) {
            scene.begin();
            scene.transaction().setRollbackOnly();
            assertThatThrownBy(() -> scene.connection().publish(scene.message("late")))
                    .isInstanceOf(PublishException.class)
                    .hasMessageStartingWith("CARROT-0610");
            assertThat(scene.connection().isTransacted()).isTrue();
            scene.transaction().rollback();
            assertThat(scene.drain()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void outsideATransactionEachModePublishesAtOnce(TransactionMode mode) throws Exception {
        try (Scene scene = scene(mode)) {
            assertThat(scene.connection().isTransacted()).isFalse();
            for (TransactionMode own : TransactionMode.values()) {
                assertThat(scene.connection()
                                .publish(scene.message(own.name(), own))
                                .confirmed())
                        .isTrue();
            }
            assertThat(scene.drain()).hasSize(TransactionMode.values().length);
        }
    }

    @Test
    void modeNoneDoesNotCareForTheTransaction() throws Exception {
        try (Scene scene = scene(TransactionMode.NONE)) {
            scene.begin();
            assertThat(scene.connection().isTransacted()).isFalse();
            assertThat(scene.connection().publish(scene.message("one")).outcome())
                    .isEqualTo(Outcome.CONFIRMED);
            CompletionStage<Receipt> stage = scene.connection().publishAsync(scene.message("two"));
            assertConfirmed(stage);
            if (nobody() == Nobody.CANNOT_BE) {
                assertThatThrownBy(() -> scene.connection().publish(toMissingExchange("four")))
                        .isInstanceOf(UnsupportedException.class);
            } else {
                assertThatThrownBy(() -> scene.connection().publish(unroutable(scene, "three")))
                        .isInstanceOf(UnroutableException.class);
                assertThatThrownBy(() -> scene.connection().publish(toMissingExchange("four")))
                        .isInstanceOf(MessageRefusedException.class);
            }
            scene.transaction().rollback();
            assertThat(scene.drain()).containsExactly("one", "two");
        }
    }

    // What cannot be delivered

    @ParameterizedTest
    @EnumSource(names = {"SYNCHRONIZATION", "LOCAL"})
    void unroutableMessageFailsTheCommit(TransactionMode mode) throws Exception {
        if (nobody() == Nobody.CANNOT_BE) {
            assertEachMessageArrives(mode);
            return;
        }
        try (Scene scene = scene(mode)) {
            scene.begin();
            CompletionStage<Receipt> good = scene.connection().publishAsync(scene.message("good"));
            CompletionStage<Receipt> bad = scene.connection().publishAsync(unroutable(scene, "bad"));
            assertThat(scene.transaction().commit())
                    .hasMessageStartingWith("CARROT-0612 1 of 2")
                    .hasMessageContaining("CARROT-0601");
            assertFailed(good, "CARROT-0611", true);
            assertFailed(bad, "CARROT-0611", true);
        }
    }

    private void assertUnroutableMessageIsToldAtOnceAndTheRestCommits() throws Exception {
        try (Scene scene = scene(TransactionMode.TX)) {
            scene.begin();
            CompletionStage<Receipt> good = scene.connection().publishAsync(scene.message("good"));
            assertThatThrownBy(() -> scene.connection().publish(unroutable(scene, "bad")))
                    .isInstanceOf(UnroutableException.class);
            assertFailed(scene.connection().publishAsync(unroutable(scene, "bad")), "CARROT-0601", false);
            assertThatThrownBy(() -> scene.connection().publish(Scene.toMissingExchange("mandatory")))
                    .isInstanceOf(UnsupportedException.class);
            assertThat(scene.transaction().commit()).isNull();
            assertConfirmed(good);
            assertThat(scene.drain()).containsExactly("good");
        }
    }

    /** The broker commits the rest, and says so too late. */
    @Test
    void unroutableMessageFailsTheCommitOfTxWhichSaysWhatIsOut() throws Exception {
        if (nobody() == Nobody.CANNOT_BE) {
            assertEachMessageArrives(TransactionMode.TX);
            return;
        }
        if (nobody() == Nobody.IS_FOUND_OUT_BEFORE) {
            assertUnroutableMessageIsToldAtOnceAndTheRestCommits();
            return;
        }
        try (Scene scene = scene(TransactionMode.TX)) {
            scene.begin();
            CompletionStage<Receipt> good = scene.connection().publishAsync(scene.message("good"));
            CompletionStage<Receipt> bad = scene.connection().publishAsync(unroutable(scene, "bad"));
            CompletionStage<Receipt> fine = scene.connection().publishAsync(scene.message("fine"));
            assertThat(scene.transaction().commit())
                    .isInstanceOf(LocalTransactionException.class)
                    .hasMessageStartingWith("CARROT-0665 1 of 3")
                    .hasMessageContaining("the other 2")
                    .hasMessageContaining("CARROT-0601");
            assertFailed(good, "CARROT-0668", true);
            assertFailed(bad, "CARROT-0601", false);
            assertFailed(fine, "CARROT-0668", true);
            assertThat(scene.drain()).containsExactly("good", "fine");

            scene.begin();
            scene.connection().publish(scene.message("next"));
            assertThat(scene.transaction().commit()).isNull();
            assertThat(scene.drain()).containsExactly("next");
        }
    }

    @Test
    void unroutableMessageAfterTheCommitIsLoggedAndHarmsNoOther() throws Exception {
        if (nobody() == Nobody.CANNOT_BE) {
            assertEachMessageArrives(TransactionMode.AFTER_COMMIT);
            return;
        }
        try (Scene scene = scene(TransactionMode.AFTER_COMMIT)) {
            scene.begin();
            CompletionStage<Receipt> good = scene.connection().publishAsync(scene.message("good"));
            CompletionStage<Receipt> bad = scene.connection().publishAsync(unroutable(scene, "secret"));
            CompletionStage<Receipt> fine = scene.connection().publishAsync(scene.message("fine"));
            try (LoggedLines log = new LoggedLines("io.carrotmq.outbound")) {
                assertThat(scene.transaction().commit()).isNull();
                assertThat(log.with("CARROT-0660"))
                        .singleElement()
                        .asString()
                        .contains("SEVERE", "is lost", "CARROT-0601", "routing key 'nobody'")
                        .doesNotContain("secret");
            }
            assertThat(scene.drain()).containsExactly("good", "fine");
            assertConfirmed(good);
            assertFailed(bad, "CARROT-0601", false);
            assertConfirmed(fine);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SYNCHRONIZATION", "LOCAL"})
    void missingExchangeFailsTheCommit(TransactionMode mode) throws Exception {
        if (nobody() == Nobody.CANNOT_BE) {
            assertExchangesAreRefusedAtOnce(mode);
            return;
        }
        try (Scene scene = scene(mode)) {
            scene.begin();
            CompletionStage<Receipt> bad = scene.connection().publishAsync(toMissingExchange("bad"));
            assertThat(scene.transaction().commit())
                    .hasMessageStartingWith("CARROT-0612 1 of 1")
                    .hasMessageContaining("CARROT-0607");
            assertFailed(bad, "CARROT-0611", true);
            assertThat(scene.drain()).isEmpty();
        }
    }

    @Test
    void missingExchangeIsToldAtOnceInTxAndTheRestCommits() throws Exception {
        if (nobody() == Nobody.CANNOT_BE) {
            assertExchangesAreRefusedAtOnce(TransactionMode.TX);
            return;
        }
        try (Scene scene = scene(TransactionMode.TX)) {
            scene.begin();
            assertThatThrownBy(() -> scene.connection().publish(toMissingExchange("bad")))
                    .isInstanceOf(MessageRefusedException.class)
                    .hasMessageStartingWith("CARROT-0607");
            assertFailed(scene.connection().publishAsync(toMissingExchange("bad")), "CARROT-0607", false);
            CompletionStage<Receipt> good = scene.connection().publishAsync(scene.message("good"));
            assertThat(scene.transaction().commit()).isNull();
            assertConfirmed(good);
            assertThat(scene.drain()).containsExactly("good");
        }
    }

    @Test
    void missingExchangeAfterTheCommitIsLoggedAndHarmsNoOther() throws Exception {
        if (nobody() == Nobody.CANNOT_BE) {
            assertExchangesAreRefusedAtOnce(TransactionMode.AFTER_COMMIT);
            return;
        }
        try (Scene scene = scene(TransactionMode.AFTER_COMMIT)) {
            scene.begin();
            CompletionStage<Receipt> bad = scene.connection().publishAsync(toMissingExchange("bad"));
            CompletionStage<Receipt> good = scene.connection().publishAsync(scene.message("good"));
            assertThat(loggingOneLine("CARROT-0607", scene.transaction()::commit))
                    .isNull();
            assertThat(scene.drain()).containsExactly("good");
            assertFailed(bad, "CARROT-0607", false);
            assertConfirmed(good);
        }
    }

    // Faults

    @ParameterizedTest
    @EnumSource(names = {"SYNCHRONIZATION", "LOCAL", "TX"})
    void brokerThatDoesNotAnswerFailsTheCommitInTimeAndTheMessagesMayBeOut(TransactionMode mode) throws Exception {
        try (Scene scene = scene(mode)) {
            scene.warmUp();
            scene.begin();
            CompletionStage<Receipt> stage = scene.connection().publishAsync(scene.message("one"));
            silence();
            long start = System.nanoTime();
            Exception failure;
            try {
                failure = scene.transaction().commit();
            } finally {
                heal();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
            assertThat(failure)
                    .hasMessageStartingWith(mode == TransactionMode.TX ? "CARROT-0666" : "CARROT-0612")
                    .hasMessageContaining("may have been delivered");
            assertFailed(stage, "CARROT-0611", true);
            Await.until(
                    "the message, which is out", PATIENCE, () -> scene.drain().equals(List.of("one")));
        }
    }

    @Test
    void brokerThatDoesNotAnswerAfterTheCommitIsLogged() throws Exception {
        try (Scene scene = scene(TransactionMode.AFTER_COMMIT)) {
            scene.warmUp();
            scene.begin();
            CompletionStage<Receipt> stage = scene.connection().publishAsync(scene.message("one"));
            silence();
            try {
                assertThat(loggingOneLine("may be lost: CARROT-0603", scene.transaction()::commit))
                        .isNull();
            } finally {
                heal();
            }
            assertThat(failure(stage)).isInstanceOf(ConfirmLostException.class);
            Await.until(
                    "the message, which is out", PATIENCE, () -> scene.drain().equals(List.of("one")));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SYNCHRONIZATION", "LOCAL", "AFTER_COMMIT"})
    void keptBackMessagesSurviveALostConnection(TransactionMode mode) throws Exception {
        try (Scene scene = scene(mode)) {
            scene.warmUp();
            scene.begin();
            CompletionStage<Receipt> stage = scene.connection().publishAsync(scene.message("one"));
            cut();
            Await.until(
                    "the connection to be found lost",
                    PATIENCE,
                    () -> !scene.managed().isValid());
            assertThat(scene.transaction().commit()).isNull();
            assertConfirmed(stage);
            assertThat(scene.drain()).containsExactly("one");
        }
    }

    @Test
    void lostConnectionTakesTheTransactionOfTheBrokerAlong() throws Exception {
        try (Scene scene = scene(TransactionMode.TX)) {
            scene.warmUp();
            scene.begin();
            CompletionStage<Receipt> stage = scene.connection().publishAsync(scene.message("one"));
            cut();
            Await.until(
                    "the connection to be found lost",
                    PATIENCE,
                    () -> !scene.managed().isValid());
            assertThatThrownBy(() -> scene.connection().publish(scene.message("two")))
                    .isInstanceOfSatisfying(
                            PublishException.class,
                            e -> assertThat(e.mayHaveBeenDelivered()).isFalse())
                    .hasMessageStartingWith("CARROT-0664");
            assertThat(scene.transaction().commit())
                    .isInstanceOf(LocalTransactionException.class)
                    .hasMessageStartingWith("CARROT-0664");
            assertFailed(stage, "CARROT-0611", false);
            assertThat(scene.drain()).isEmpty();
        }
        try (Scene next = scene(TransactionMode.TX)) {
            next.warmUp();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void adapterThatStopsBeforeTheCommitLeavesNobodyWaiting(TransactionMode mode) throws Exception {
        try (Scene scene = scene(mode)) {
            scene.begin();
            CompletionStage<Receipt> stage = scene.connection().publishAsync(scene.message("one"));
            scene.adapter().close();
            Exception failure = mode == TransactionMode.AFTER_COMMIT
                    ? loggingOneLine("CARROT-0212", scene.transaction()::commit)
                    : scene.transaction().commit();
            assertThat(failure == null).isEqualTo(mode == TransactionMode.AFTER_COMMIT);
            assertThat(failure(stage))
                    .hasMessageStartingWith(mode == TransactionMode.AFTER_COMMIT ? "CARROT-0212" : "CARROT-0611");
            assertThat(scene.drain()).isEmpty();
        }
    }

    /** Brokers look for the queues when a message is published. */
    @Test
    void exchangeThatGoesBeforeTheCommitOfTxHasDoneItsPart() throws Exception {
        if (nobody() == Nobody.CANNOT_BE) {
            assertExchangesAreRefusedAtOnce(TransactionMode.TX);
            return;
        }
        try (Scene scene = scene(TransactionMode.TX)) {
            String exchange = scene.boundExchange();
            OutgoingMessage toExchange = new OutgoingMessage(exchange, "", true, Properties.NONE, new byte[] {'x'});
            scene.begin();
            scene.connection().publish(scene.message("before it"));
            scene.connection().publish(nobody() == Nobody.IS_FOUND_OUT_BEFORE ? toExchange.optional() : toExchange);
            CompletionStage<Receipt> last = scene.connection().publishAsync(scene.message("after it"));
            if (!scene.deletes()) {
                assertThatThrownBy(() -> scene.delete(exchange)).isInstanceOf(UnsupportedException.class);
            } else {
                scene.delete(exchange);
            }
            if (nobody() == Nobody.IS_FOUND_OUT_BEFORE) { // nothing was published until the commit
                assertThat(scene.transaction().commit())
                        .hasMessageStartingWith("CARROT-0666")
                        .hasMessageContaining("may have been delivered");
                assertFailed(last, "CARROT-0611", true);
            } else {
                assertThat(scene.transaction().commit()).isNull();
                // What comes by an exchange may wait in a queue of its own.
                assertThat(scene.drain())
                        .containsExactlyInAnyOrder("before it", "x", "after it")
                        .containsSubsequence("before it", "after it");
            }
        }
    }

    @Test
    void manyMessagesOfATransactionKeepTheirOrderAndThoseThatComeBackAreTold() throws Exception {
        boolean sent = nobody() == Nobody.COMES_BACK || nobody() == Nobody.COMES_BACK_FROM_EXCHANGES;
        try (Scene scene = scene(TransactionMode.TX)) {
            scene.begin();
            List<CompletionStage<Receipt>> bad = new ArrayList<>();
            List<String> good = new ArrayList<>();
            OutgoingMessage unroutable = unroutable(scene, "bad");
            for (int i = 0; i < 300; i++) {
                good.add("message " + i);
                scene.connection().publish(scene.message("message " + i));
                if (sent || nobody() == Nobody.IS_FOUND_OUT_BEFORE && i % 30 == 0) {
                    bad.add(scene.connection().publishAsync(unroutable));
                }
            }
            Exception failure = scene.transaction().commit();
            if (sent) {
                assertThat(failure).hasMessageStartingWith("CARROT-0665 300 of 600");
            } else {
                assertThat(failure).isNull();
            }
            for (CompletionStage<Receipt> each : bad) {
                assertFailed(each, "CARROT-0601", false);
            }
            assertThat(scene.drain()).isEqualTo(good);
        }
    }

    @Test
    void manyLossesAfterTheCommitDoNotFloodTheLog() throws Exception {
        if (nobody() == Nobody.CANNOT_BE) {
            assertEachMessageArrives(TransactionMode.AFTER_COMMIT);
            return;
        }
        try (Scene scene = scene(TransactionMode.AFTER_COMMIT);
                LoggedLines log = new LoggedLines("io.carrotmq.outbound")) {
            scene.begin();
            OutgoingMessage unroutable = unroutable(scene, "bad");
            for (int i = 0; i < 50; i++) {
                scene.connection().publish(unroutable);
            }
            assertThat(scene.transaction().commit()).isNull();
            assertThat(log.with("CARROT-0660")).hasSize(20);
            assertThat(log.with("CARROT-0661")).singleElement().asString().contains("SEVERE", "30 more");
        }
    }

    /** As a server that is stopped interrupts its threads. */
    @Test
    void interruptFromBeforeDoesNotLoseWhatFollowsTheCommit() throws Exception {
        try (Scene scene = scene(TransactionMode.AFTER_COMMIT)) {
            scene.begin();
            scene.connection().publish(scene.message("one"));
            Thread.currentThread().interrupt();
            assertThat(scene.transaction().commit()).isNull();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(scene.drain()).containsExactly("one");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LOCAL", "TX"})
    void connectionThatGoesBackToThePoolWithATransactionLeavesNothing(TransactionMode mode) throws Exception {
        try (Scene scene = scene(mode)) {
            scene.begin();
            CompletionStage<Receipt> stage = scene.connection().publishAsync(scene.message("one"));
            scene.managed().cleanup();
            assertFailed(stage, "CARROT-0611", false);
            assertThat(scene.drain()).isEmpty();
        }
    }

    /** For brokers that refuse what a full queue shall not take. */
    final void assertQueueThatRefusesItsPartFailsTheCommitOfTx() throws Exception {
        try (Scene scene = scene(TransactionMode.TX)) {
            String full = scene.fullQueue(queue -> QueueDeclaration.classic(queue.name()));
            scene.begin();
            CompletionStage<Receipt> stage = scene.connection().publishAsync(scene.message("one"));
            scene.connection().publish(Scene.messageTo(full));
            assertThat(scene.transaction().commit())
                    .isInstanceOf(LocalTransactionException.class)
                    .hasMessageStartingWith("CARROT-0667");
            assertFailed(stage, "CARROT-0611", true);
            Await.until(
                    "the message, which is out", PATIENCE, () -> scene.drain().equals(List.of("one")));
        }
    }

    // Modes of single messages

    @Test
    void messagesOfDifferentModesKeepTheirMeaning() throws Exception {
        try (Scene scene = scene(TransactionMode.SYNCHRONIZATION)) {
            scene.begin();
            assertThat(scene.connection()
                            .publishAll(List.of(
                                    scene.message("joined"),
                                    scene.message("at once", TransactionMode.NONE),
                                    scene.message("after", TransactionMode.AFTER_COMMIT))))
                    .extracting(Receipt::outcome)
                    .containsExactly(Outcome.ENLISTED, Outcome.CONFIRMED, Outcome.ENLISTED);
            assertThat(scene.drain()).containsExactly("at once");
            assertThat(scene.transaction().commit()).isNull();
            assertThat(scene.drain()).containsExactly("joined", "after");

            scene.begin();
            boolean vetoes = nobody() != Nobody.CANNOT_BE;
            scene.connection().publish(vetoes ? unroutable(scene, "vetoes") : scene.message("undone"));
            CompletionStage<Receipt> after =
                    scene.connection().publishAsync(scene.message("after", TransactionMode.AFTER_COMMIT));
            if (vetoes) {
                assertThat(scene.transaction().commit()).hasMessageStartingWith("CARROT-0612");
            } else {
                scene.transaction().rollback();
            }
            assertFailed(after, "CARROT-0611", false);
            assertThat(scene.drain()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LOCAL", "TX"})
    void factoryTheContainerKnowsOfTakesEveryMode(TransactionMode mode) throws Exception {
        try (Scene scene = scene(mode)) {
            scene.begin();
            for (TransactionMode own : TransactionMode.values()) {
                assertThat(scene.connection()
                                .publish(scene.message(own.name(), own))
                                .confirmed())
                        .isEqualTo(own == TransactionMode.NONE);
            }
            assertThat(scene.drain()).containsExactly("NONE");
            assertThat(scene.transaction().commit()).isNull();
            assertThat(scene.drain()).containsExactly("SYNCHRONIZATION", "LOCAL", "TX", "AFTER_COMMIT");

            scene.begin();
            for (TransactionMode own : TransactionMode.values()) {
                scene.connection().publish(scene.message(own.name(), own));
            }
            scene.transaction().rollback();
            assertThat(scene.drain()).containsExactly("NONE");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SYNCHRONIZATION", "AFTER_COMMIT", "NONE"})
    void modesTheContainerMustKnowOfAreRefusedByFactoriesItDoesNotKnow(TransactionMode mode) throws Exception {
        try (Scene scene = scene(mode)) {
            scene.begin();
            for (TransactionMode own : List.of(TransactionMode.LOCAL, TransactionMode.TX)) {
                assertThatThrownBy(() -> scene.connection().publish(scene.message("x", own)))
                        .isInstanceOf(UnsupportedException.class)
                        .hasMessageStartingWith("CARROT-0662");
                assertThatThrownBy(() ->
                                scene.connection().publishAll(List.of(scene.message("y"), scene.message("x", own))))
                        .isInstanceOf(UnsupportedException.class);
            }
            assertThat(scene.transaction().commit()).isNull();
            assertThat(scene.drain()).as("nothing of the list either").isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LOCAL", "TX"})
    void connectionTheContainerHasNotEnlistedDoesNotPublishAtOnce(TransactionMode mode) throws Exception {
        try (Scene scene = scene(mode)) {
            scene.transaction().begin();
            assertThatThrownBy(() -> scene.connection().publish(scene.message("x")))
                    .isInstanceOf(PublishException.class)
                    .hasMessageStartingWith("CARROT-0673");
            scene.transaction().rollback();
            assertThat(scene.drain()).isEmpty();
        }
    }
}
