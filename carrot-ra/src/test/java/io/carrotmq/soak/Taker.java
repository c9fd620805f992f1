package io.carrotmq.soak;

import io.carrotmq.ConsumeException;
import io.carrotmq.Consumer;
import io.carrotmq.Delivery;
import java.util.Random;
import java.util.concurrent.ExecutorService;

/** Consumes in a loop: acknowledges most messages at once, some late and out of order, gives some back, fails at some. */
final class Taker implements Runnable {
    private final Consumer<String> consumer;
    private final Ledger ledger;
    private final ExecutorService late;
    private final Random random;
    private volatile boolean stopped;

    Taker(Consumer<String> consumer, Ledger ledger, ExecutorService late, Random random) {
        this.consumer = consumer;
        this.ledger = ledger;
        this.late = late;
        this.random = random;
        consumer.onMessage(this::take);
    }

    @Override
    public void run() {
        while (!stopped) {
            try {
                consumer.consume();
            } catch (ConsumeException e) {
                if (!stopped && !(e.getCause() instanceof Clumsy)) {
                    ledger.odd("a consumer did not come back: " + e);
                    return;
                }
            } catch (RuntimeException e) {
                ledger.odd("a consumer ended with " + e);
                return;
            }
        }
    }

    private void take(Delivery<? extends String> delivery) throws Clumsy {
        ledger.took(delivery.body());
        boolean first =
                !delivery.envelope().redelivered() && delivery.envelope().attempt() == 1;
        if (first
                && delivery.envelope()
                        .queue()
                        .equals(SoakIT.QUORUM)) { // a classic queue may forget it when it is killed
            ledger.tookAsNew(delivery.body());
        }
        int lot = random.nextInt(100);
        if (first && lot < 5) {
            delivery.requeue();
        } else if (first && lot < 6) {
            throw new Clumsy();
        } else if (lot < 20) {
            late.execute(() -> acknowledge(delivery));
        } else {
            acknowledge(delivery);
        }
    }

    private void acknowledge(Delivery<? extends String> delivery) {
        delivery.ack();
        ledger.acknowledged(delivery.body());
    }

    void stop() {
        stopped = true;
        consumer.close();
    }

    /** What a handler may throw. */
    private static final class Clumsy extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
