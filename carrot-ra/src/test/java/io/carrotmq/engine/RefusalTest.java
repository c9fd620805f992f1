package io.carrotmq.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.CarrotException;
import io.carrotmq.ConnectException;
import io.carrotmq.TopologyException;
import io.carrotmq.TopologyException.Difference;
import io.carrotmq.transport.Closure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The words are those of real brokers: RabbitMQ 3.10.8, 4.0.5, 4.3.6 and Qpid 10.1. */
class RefusalTest {
    private static final Subject QUEUE = new Subject("queue 'q'");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "arg 'x-message-ttl' for queue 'q' in vhost '/': received the value '2000' of type 'long' but current is"
                        + " none|x-message-ttl|2000|none",
                "arg 'x-message-ttl' for queue 'q' in vhost '/': received '2000' but current is '1000'"
                        + "|x-message-ttl|2000|1000",
                "arg 'x-message-ttl' for queue 'q' in vhost '/': received none but current is the value '1000' of type"
                        + " 'long'|x-message-ttl|none|1000",
                "arg 'durable' for queue 'q' in vhost '/': received 'false' but current is 'true'|durable|false|true",
                "arg 'auto_delete' for queue 'it's' in vhost '/': received 'true' but current is 'false'"
                        + "|auto_delete|true|false",
                "arg 'x-queue-type' for queue 'q' in vhost '/': received the value 'quorum' of type 'longstr' but"
                        + " current is none|x-queue-type|quorum|none",
                "arg 'x-dead-letter-exchange' for queue 'q' in vhost '/': received the value 'it's 'q' here' of type"
                        + " 'longstr' but current is none|x-dead-letter-exchange|it's 'q' here|none",
                "arg 'type' for exchange 'e' in vhost '/': received 'topic' but current is 'direct'|type|topic|direct",
                "arg 'internal' for exchange 'e' in vhost '/': received 'true' but current is 'false'"
                        + "|internal|true|false"
            })
    void differenceIsRead(String words, String property, String asked, String present) {
        assertThat(Refusal.difference("PRECONDITION_FAILED - inequivalent " + words))
                .contains(new Difference(property, asked, present));
    }

    @Test
    void wordsThatAreCutOffStillNameTheProperty() {
        assertThat(Refusal.difference(
                        "PRECONDITION_FAILED - inequivalent arg 'x-message-ttl' for queue 'a-very-long-na"))
                .contains(new Difference("x-message-ttl", null, null));
        assertThat(new Difference("x-message-ttl", null, null))
                .hasToString("asked: x-message-ttl; the broker has: something else");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NOT_FOUND - no queue 'q' in vhost '/'", "received '1' but current is '2'"})
    void otherWordsTellNoDifference(String words) {
        assertThat(Refusal.difference(words)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "404|false|NOT_FOUND - no exchange 'nope' in vhost '/'|CARROT-0706|does not exist",
                "403|false|ACCESS_REFUSED - queue name 'amq.foo' contains reserved prefix 'amq.*'|CARROT-0741|reserved",
                "405|false|RESOURCE_LOCKED - cannot obtain exclusive access to locked queue 'q' in vhost '/'."
                        + "|CARROT-0742|exclusive to another connection",
                "406|false|PRECONDITION_FAILED - invalid arg 'x-delivery-limit' for queue 'q' in vhost '/' of queue type"
                        + " rabbit_classic_queue|CARROT-0743|a classic queue cannot have this x-delivery-limit",
                "406|false|PRECONDITION_FAILED - invalid property 'auto-delete' for queue 'q' in vhost '/'"
                        + "|CARROT-0743|a queue of its type cannot have this auto-delete",
                "503|true|COMMAND_INVALID - unknown exchange type 'round'|CARROT-0744|no exchanges of type 'round'",
                "406|false|PRECONDITION_FAILED - unknown exchange type 'round'|CARROT-0744|no exchanges of type 'round'",
                "406|false|PRECONDITION_FAILED - invalid exchange type 'round'|CARROT-0744|no exchanges of type 'round'",
                "542|true|Unsupported queue declare argument(s)|CARROT-0747|does not accept the declaration"
            })
    void refusalHasItsSentence(int replyCode, boolean wholeConnection, String words, String code, String sentence) {
        CarrotException refusal = Refusal.of(QUEUE, new Closure(false, wholeConnection, replyCode, words, null));
        assertThat(refusal)
                .isInstanceOf(TopologyException.class)
                .hasMessageStartingWith(code + " [queue 'q'] ")
                .hasMessageContaining(sentence)
                .hasMessageContaining(words);
    }

    @Test
    void differenceIsInTheSentenceAndTyped() {
        CarrotException refusal = Refusal.of(
                QUEUE,
                new Closure(
                        false,
                        false,
                        406,
                        "PRECONDITION_FAILED - inequivalent arg 'durable' for queue 'q' in vhost '/': received 'false'"
                                + " but current is 'true'",
                        null));
        assertThat(refusal)
                .hasMessageStartingWith("CARROT-0705 [queue 'q'] ")
                .hasMessageContaining("asked: durable = false; the broker has: true");
        assertThat(((TopologyException) refusal).difference()).contains(new Difference("durable", "false", "true"));
    }

    @ParameterizedTest
    @CsvSource({"0, false", "0, true", "320, true", "541, true"})
    void lostConnectionIsNoRefusal(int replyCode, boolean wholeConnection) {
        assertThat(Refusal.of(QUEUE, new Closure(false, wholeConnection, replyCode, "gone", null)))
                .isInstanceOf(ConnectException.class);
        assertThat(Refusal.ofLook(QUEUE, new Closure(false, wholeConnection, replyCode, "gone", null)))
                .isInstanceOf(ConnectException.class);
    }
}
