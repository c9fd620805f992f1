package io.carrotmq.stomp.client;

import io.carrotmq.stomp.StompException;
import io.carrotmq.stomp.command.StompErrorException;
import io.carrotmq.stomp.failover.Attempt;
import io.carrotmq.stomp.failover.BrokerAddress;
import io.carrotmq.stomp.failover.FailoverSequence;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** Makes one connection, attempt by attempt, on a thread of its own. Ends when it is made, given up, or not wanted. */
final class Connector implements Runnable {
    private final ClientCore core;
    private final FailoverSequence attempts;
    private final boolean first;
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private int refusals;

    /**
     * Makes one.
     *
     * @param core the client
     * @param attempts whom to try and when
     * @param first whether the user waits for it: then there is no point in going on when every broker refuses
     */
    Connector(ClientCore core, FailoverSequence attempts, boolean first) {
        this.core = core;
        this.attempts = attempts;
        this.first = first;
    }

    /** Ends it, at the latest when its present attempt has. */
    void cancel() {
        cancelled.countDown();
    }

    @Override
    public void run() {
        try {
            StompException failure = null;
            do {
                Attempt attempt = attempts.next(failure);
                if (pause(attempt.delay())) {
                    return;
                }
                failure = attempt(attempt.broker());
            } while (failure != null);
        } catch (StompException e) {
            core.gaveUp(this, e);
        } catch (InterruptedException | RuntimeException | Error e) {
            core.gaveUp(this, ClientMessages.defect(e));
        }
    }

    private boolean pause(Duration delay) throws InterruptedException {
        return cancelled.await(delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** {@return why it failed; null if there is nothing left to do} */
    private StompException attempt(BrokerAddress broker) {
        Link link = null;
        try {
            link = Link.open(core, broker, options(broker));
            Waiting.await(core.subscriptions().replay(link));
            if (core.adopt(this, link)) {
                return null;
            }
        } catch (StompException e) {
            kill(link);
            StompException failure = link != null && link.cause() != null ? link.cause() : e;
            core.events().attemptFailed(broker, failure, first);
            refusals = failure instanceof StompErrorException ? refusals + 1 : 0;
            if (first && refusals >= core.options().uri().brokers().size()) {
                throw failure;
            }
            return failure;
        }
        kill(link);
        if (cancelled.getCount() == 0) {
            return null;
        }
        StompException failure =
                link.cause() == null ? ClientMessages.lostBeforeReceipt("connecting to " + broker, null) : link.cause();
        core.events().attemptFailed(broker, failure, first);
        return failure;
    }

    private static void kill(Link link) {
        if (link != null) {
            link.kill();
        }
    }

    private ConnectionOptions options(BrokerAddress broker) {
        ConnectionOptions common = core.options().connection();
        ConnectionOptions.Builder options = common.toBuilder();
        if (broker.user() != null) {
            options.login(broker.user(), broker.password());
        }
        if (broker.virtualHost() != null) {
            options.virtualHost(broker.virtualHost());
        }
        return options.tls(broker.tls() ? tls(broker) : null, common.tlsParameters())
                .build();
    }

    private SSLContext tls(BrokerAddress broker) {
        if (core.options().tls() != null) {
            return core.options().tls().apply(broker);
        }
        if (core.options().connection().tls() != null) {
            return core.options().connection().tls();
        }
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw ClientMessages.defect(e);
        }
    }
}
