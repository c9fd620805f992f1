package io.carrotmq.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.Capability;
import io.carrotmq.Connection;
import io.carrotmq.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every transport does, shown through the public API alone. A sub-class names a broker, and what that can do beyond
 * plain AMQP; where it cannot, the contract asks for the refusal.
 *
 * <p>The cases of the ancestors are the methods whose names begin with a letter and a number, such as {@code c05_}.
 */
@ExtendWith(BenchParameter.class)
@Timeout(90)
abstract class TransportContract
        implements PublishingContract,
                PropertiesContract,
                FetchingContract,
                ConsumingContract,
                ConsumerSetContract,
                SettlementContract,
                RoutingContract,
                TopologyContract,
                QueueLimitsContract,
                DeadLetterContract,
                RedeliveryContract,
                DeadLetteringContract,
                LifecycleContract,
                RecoveryContract {

    /** The address tests connect to. */
    abstract String uri();

    /** What this broker can do, to the letter. */
    abstract Set<Capability> expectedCapabilities();

    /** Ends every connection made through {@link #uri()}, as a failing network would; new ones pass. */
    abstract void cut();

    /** Makes the broker unreachable, and ends every connection. */
    abstract void vanish();

    /** Makes the broker reachable again. */
    abstract void reappear();

    /** Whether the count of a queue's messages includes those that are with a consumer. */
    boolean countsUnsettled() {
        return false;
    }

    /** Whether a lasting queue puts a message that comes back behind the others, and not before them. */
    boolean returnsToTheBack() {
        return false;
    }

    /** Whether a message whose publish is confirmed comes before those published later to other queues of its channel. */
    boolean ordersAcrossQueues() {
        return true;
    }

    /** Whether a classic queue does. */
    boolean returnsToTheBackOfClassic() {
        return false;
    }

    /** Whether the broker makes a queue that is sent to or consumed from. */
    boolean makesQueues() {
        return false;
    }

    /** Whether the broker makes an exchange that is sent to. */
    boolean makesExchanges() {
        return false;
    }

    /** Whether a message that the broker refuses fails alone, and not with others of its channel. */
    boolean refusesAlone() {
        return true;
    }

    /** Whether messages that were sent ahead to a consumer, and not taken, come again marked as redelivered. */
    boolean marksWhatWasSentAhead() {
        return false;
    }

    /** Whether messages that a consumer leaves unsettled come again marked as redelivered. */
    boolean marksWhatIsLeft() {
        return true;
    }

    /** Whether as many messages are sent ahead as the prefetch allows; some brokers send fewer. */
    boolean fillsPrefetch() {
        return true;
    }

    /** Whether a binding's pattern may have # before other words. */
    boolean matchesAnyPattern() {
        return true;
    }

    /** Whether messages expire, and are counted no more, without anybody asking for them. */
    boolean expiresUnasked() {
        return true;
    }

    /** How long the value of a header may be that leaves hardly any room for others. */
    int largestHeader() {
        return 125_000;
    }

    /** Whether the headers of a message may be larger than 128 KiB. */
    boolean takesLargeHeaders() {
        return true;
    }

    /** What arrives of what was said of a message: less where the protocol has no word for a default. */
    Properties arriving(Properties sent) {
        return sent;
    }

    /** Whether a topology can be verified. */
    boolean verifies() {
        return expectedCapabilities().contains(Capability.LOOKUP);
    }

    /** A view of the broker past the transport, or null where the transport sees and does it all. */
    BrokerView view() {
        return null;
    }

    /** How many connections made through {@link #uri()} are open. */
    abstract int connections();

    @Test
    void brokerSaysWhatItCanDo(Bench bench) {
        try (Connection connection = bench.connect()) {
            assertThat(connection.broker().capabilities()).containsExactlyInAnyOrderElementsOf(expectedCapabilities());
            for (Capability capability : Capability.values()) {
                assertThat(connection.broker().supports(capability))
                        .isEqualTo(expectedCapabilities().contains(capability));
            }
        }
    }
}
