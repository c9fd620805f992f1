package io.carrotmq.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.carrotmq.LoggedLines;
import io.carrotmq.ra.container.Attribute;
import io.carrotmq.ra.container.FakeContainer;
import io.carrotmq.ra.container.Profile;
import io.carrotmq.spi.DeliveryScope;
import io.carrotmq.testkit.Await;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class AttemptTest {
    private static final EnumSet<Profile> WITH_REGISTRY = EnumSet.complementOf(EnumSet.of(Profile.TOMEE));

    /** What a bean does; with the row it writes it is all or nothing. */
    private enum Conduct {
        RETURNS(true) {
            @Override
            void run(FakeContainer container) {
                // and that is it
            }
        },
        THROWS_UNCHECKED(false) {
            @Override
            void run(FakeContainer container) {
                throw new IllegalArgumentException("no such customer");
            }
        },
        THROWS_ERROR(false) {
            @Override
            void run(FakeContainer container) {
                throw new StackOverflowError();
            }
        },
        THROWS_CHECKED(false) {
            @Override
            void run(FakeContainer container) throws Exception {
                throw new java.io.IOException("the application's own");
            }
        },
        ASKS_FOR_ROLLBACK(false) {
            @Override
            void run(FakeContainer container) {
                container.setRollbackOnly();
            }
        },
        COMMIT_FAILS(false) {
            @Override
            void run(FakeContainer container) {
                container.failCommit();
            }
        },
        SYNCHRONIZATION_THROWS(false) {
            @Override
            void run(FakeContainer container) {
                container.register(new Vetoing());
            }
        },
        OUTLASTS_THE_TIMEOUT(false) {
            @Override
            void run(FakeContainer container) {
                Await.until(
                        "the timeout",
                        Duration.ofSeconds(10),
                        () -> container.registry().getTransactionStatus() != Status.STATUS_ACTIVE);
            }
        },
        SENDS_IN_VAIN(false) {
            @Override
            void run(FakeContainer container) {
                DeliveryScope.track(CompletableFuture.failedFuture(new IllegalStateException("not confirmed")));
            }
        };

        final boolean good;

        Conduct(boolean good) {
            this.good = good;
        }

        abstract void run(FakeContainer container) throws Exception;

        /** What the bean threw, unless the container did not let it through; and a number where it threw nothing. */
        void isThis(Throwable why) {
            switch (this) {
                case THROWS_UNCHECKED, THROWS_ERROR, THROWS_CHECKED -> {
                    if (!String.valueOf(why.getMessage()).startsWith("Transaction Attribute not found")) {
                        assertThat(why).isInstanceOfAny(THROWN);
                    }
                }
                case SENDS_IN_VAIN -> assertThat(why).hasMessage("not confirmed");
                case RETURNS -> throw new AssertionError(why);
                default -> assertThat(why).isNotNull();
            }
        }

        private static final Class<?>[] THROWN = {
            IllegalArgumentException.class, StackOverflowError.class, java.io.IOException.class
        };
    }

    private static final class Vetoing implements Synchronization {
        @Override
        public void beforeCompletion() {
            throw new IllegalStateException("veto");
        }

        @Override
        public void afterCompletion(int status) {
            // not interested
        }
    }

    /** An attempt with its surroundings, for one bean in one container. */
    private static final class Trial implements AutoCloseable {
        final FakeContainer container;
        final HeldEndpoint held;
        final Transactions transactions;
        final Handler handler;
        final LooseDelivery origin = new LooseDelivery(new Order("carrot", 2).json());
        final BeanDelivery delivery = new BeanDelivery(origin);
        boolean brokerHere = true;
        Attempt attempt;

        Trial(Profile profile, boolean marked, Attribute attribute, Conduct conduct) throws Exception {
            this(profile, marked, attribute, conduct::run);
        }

        Trial(Profile profile, boolean marked, Attribute attribute, Doing doing) throws Exception {
            container = new FakeContainer(profile);
            Beans.Work work = message -> {
                container.write("row");
                doing.run(container);
            };
            MessageEndpointFactory factory =
                    container.deploy(marked ? new Beans.Marked(work) : new Beans.Plain(work), attribute);
            transactions = new Transactions("trial", factory, container.registry());
            Listener listener = ListenerScan.listener(factory.getEndpointClass());
            handler = listener.handlerFor("orders");
            held = new HeldEndpoint(factory, listener, transactions);
            if (profile == Profile.STRICT && attribute == Attribute.REQUIRED) {
                assertThat(run()).isEqualTo(Attempt.End.NEEDS_OBSERVER);
                held.release();
            }
        }

        Attempt.End run() throws Exception {
            held.acquire();
            attempt = new Attempt(held, handler, transactions, () -> brokerHere);
            return attempt.run(delivery, handler.decode(delivery));
        }

        @Override
        public void close() {
            held.release();
            container.close();
            assertThat(container.afterDeliveries()).isEqualTo(container.beforeDeliveries());
            assertThat(container.endpointsReleased()).isEqualTo(container.endpointsCreated());
            assertThat(container.transactionsOnThisThread()).isFalse();
        }
    }

    private interface Doing {
        void run(FakeContainer container) throws Exception;
    }

    static Stream<Arguments> everyConductInEveryContainer() {
        return WITH_REGISTRY.stream()
                .flatMap(profile -> Arrays.stream(Conduct.values())
                        .flatMap(conduct -> Stream.of(true, false).map(marked -> arguments(profile, conduct, marked))));
    }

    @ParameterizedTest
    @MethodSource("everyConductInEveryContainer")
    void inATransaction_theMessageIsProcessedExactlyWhenTheRowIsCommitted(
            Profile profile, Conduct conduct, boolean marked) throws Exception {
        try (Trial trial = new Trial(profile, marked, Attribute.REQUIRED, conduct)) {
            if (conduct == Conduct.OUTLASTS_THE_TIMEOUT) {
                trial.container.timeout(Duration.ofMillis(30));
            }
            Attempt.End end = trial.run();

            assertThat(end).isEqualTo(conduct.good ? Attempt.End.PROCESSED : Attempt.End.FAILED);
            assertThat(trial.container.rows()).isEqualTo(conduct.good ? List.of("row") : List.of());
            if (!conduct.good) {
                assertThat(trial.attempt.why()).satisfies(conduct::isThis);
            }
        }
    }

    @Test
    void aRollbackNobodyThrewAnythingFor_isToldWithItsNumberAndStatus() throws Exception {
        try (Trial trial = new Trial(Profile.WILDFLY, true, Attribute.REQUIRED, Conduct.ASKS_FOR_ROLLBACK)) {
            trial.run();

            assertThat(trial.attempt.why())
                    .isInstanceOf(RollbackException.class)
                    .hasMessageContaining("CARROT-0748 [trial]")
                    .hasMessageContaining("status " + Status.STATUS_ROLLEDBACK);
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutTransaction_anExceptionDecides(Profile profile) throws Exception {
        for (Conduct conduct :
                List.of(Conduct.RETURNS, Conduct.THROWS_UNCHECKED, Conduct.THROWS_CHECKED, Conduct.SENDS_IN_VAIN)) {
            try (Trial trial = new Trial(profile, true, Attribute.NOT_SUPPORTED, conduct)) {
                assertThat(trial.run()).isEqualTo(conduct.good ? Attempt.End.PROCESSED : Attempt.End.FAILED);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBeanThatLeavesItsOwnTransactionOpen_hasFailed(Profile profile) throws Exception {
        try (Trial trial =
                new Trial(profile, true, Attribute.BEAN_MANAGED, (Doing) FakeContainer::beginUserTransaction)) {
            assertThat(trial.run()).isEqualTo(Attempt.End.FAILED);
            assertThat(trial.attempt.why()).isNotNull();
            if (profile == Profile.PAYARA) { // others say it themselves
                assertThat(trial.attempt.why()).hasMessageContaining("CARROT-0749 [trial]");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBeanThatCompletesItsOwnTransaction_hasProcessed(Profile profile) throws Exception {
        Doing doing = container -> {
            container.beginUserTransaction();
            container.commitUserTransaction();
        };
        try (Trial trial = new Trial(profile, false, Attribute.BEAN_MANAGED, doing)) {
            assertThat(trial.run()).isEqualTo(Attempt.End.PROCESSED);
        }
    }

    @Test
    void withoutRegistry_anExceptionDecidesAndTheReducedGuaranteeIsTold() throws Exception {
        try (LoggedLines lines = new LoggedLines("io.carrotmq.inbound");
                Trial trial = new Trial(Profile.TOMEE, false, Attribute.REQUIRED, Conduct.THROWS_UNCHECKED)) {
            assertThat(trial.run()).isEqualTo(Attempt.End.FAILED);
            assertThat(trial.run()).isEqualTo(Attempt.End.FAILED);
            assertThat(trial.container.rows()).isEmpty();
            assertThat(lines.with("CARROT-0713")).hasSize(1);
        }
        try (Trial trial = new Trial(Profile.TOMEE, false, Attribute.REQUIRED, Conduct.COMMIT_FAILS)) {
            assertThat(trial.run()).isEqualTo(Attempt.End.FAILED);
        }
        try (Trial trial = new Trial(Profile.TOMEE, false, Attribute.REQUIRED, Conduct.RETURNS)) {
            assertThat(trial.run()).isEqualTo(Attempt.End.PROCESSED);
            assertThat(trial.container.rows()).containsExactly("row");
        }
    }

    @ParameterizedTest
    @EnumSource(names = "TOMEE", mode = EnumSource.Mode.EXCLUDE)
    void whenTheMessageCanNoLongerBeAcknowledged_theWorkIsUndone(Profile profile) throws Exception {
        try (Trial trial = new Trial(profile, true, Attribute.REQUIRED, Conduct.RETURNS)) {
            trial.brokerHere = false;

            assertThat(trial.run()).isEqualTo(Attempt.End.UNDONE);
            assertThat(trial.container.rows()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = "TOMEE", mode = EnumSource.Mode.EXCLUDE)
    void whenTheBeanThrowsAndTheMessageCanNoLongerBeAcknowledged_theBeanHasFailed(Profile profile) throws Exception {
        try (Trial trial = new Trial(profile, true, Attribute.REQUIRED, Conduct.THROWS_UNCHECKED)) {
            trial.brokerHere = false;

            assertThat(trial.run()).isEqualTo(Attempt.End.FAILED);
            assertThat(trial.attempt.why()).satisfies(Conduct.THROWS_UNCHECKED::isThis);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "TOMEE", mode = EnumSource.Mode.EXCLUDE)
    void whenAfterDeliveryFailsAfterTheCommit_theMessageIsProcessedAndTheProxyDead(Profile profile) throws Exception {
        try (Trial trial = new Trial(profile, true, Attribute.REQUIRED, Conduct.RETURNS)) {
            trial.container.failAfter(1);

            assertThat(trial.run()).isEqualTo(Attempt.End.PROCESSED);
            assertThat(trial.attempt.endpointDead()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(names = "TOMEE", mode = EnumSource.Mode.EXCLUDE)
    void whenBeforeDeliveryFails_theBeanIsNotCalledAndNoTransactionIsLeft(Profile profile) throws Exception {
        for (Attribute attribute : List.of(Attribute.REQUIRED, Attribute.NOT_SUPPORTED)) {
            try (Trial trial = new Trial(profile, true, attribute, Conduct.RETURNS)) {
                trial.container.failBefore(1);

                assertThat(trial.run()).isEqualTo(Attempt.End.NOT_CALLED);
                assertThat(trial.attempt.endpointDead()).isTrue();
                assertThat(trial.container.rows()).isEmpty();
            }
        }
    }

    @Test
    void theContextClassLoaderIsWhatItWas() throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        ClassLoader other = new ClassLoader(before) {};
        Doing doing = container -> Thread.currentThread().setContextClassLoader(other);
        try (Trial trial = new Trial(Profile.WILDFLY, true, Attribute.REQUIRED, doing)) {
            trial.run();

            assertThat(thread.getContextClassLoader()).isSameAs(before);
        }
    }
}
