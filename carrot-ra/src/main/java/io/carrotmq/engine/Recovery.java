package io.carrotmq.engine;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * What the consumers of a link share to see messages through that have failed.
 *
 * @param forwarding publishes them
 * @param remembered what is known of those that the broker has back
 * @param nanoTime the clock that delays are measured with
 * @param instants the clock that tells when something has failed
 * @param random from 0 up to 1, for the jitter of delays
 */
record Recovery(
        Forwarding forwarding,
        RememberedFailures remembered,
        LongSupplier nanoTime,
        InstantSource instants,
        DoubleSupplier random) {

    /** {@return one that goes by the real clocks} */
    static Recovery through(SharedConnection publishing) {
        return new Recovery(
                new Forwarding(publishing),
                new RememberedFailures(RememberedFailures.MANY),
                System::nanoTime,
                InstantSource.system(),
                () -> ThreadLocalRandom.current().nextDouble());
    }

    Instant now() {
        return instants.instant();
    }
}
