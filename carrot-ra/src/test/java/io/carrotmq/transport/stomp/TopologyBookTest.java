package io.carrotmq.transport.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.stomp.frame.StompFrame;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.transport.TransportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What several clients read and write in one book. */
class TopologyBookTest {
    private final List<StompFrame> written = new ArrayList<>();

    /** To a broker that has this book and nothing else. */
    private class BookWire implements Wire {
        @Override
        public void ask(StompFrame... frames) {
            for (StompFrame frame : frames) {
                if (TopologyBook.QUEUE.equals(frame.header("destination"))
                        && frame.command().equals("SEND")) {
                    written.add(frame);
                }
            }
        }

        @Override
        public StompFrame probe(StompFrame... frames) {
            throw new UnsupportedOperationException();
        }

        @Override
        public StompFrame provoke(StompFrame... frames) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean listen(StompFrame subscribe, Predicate<StompFrame> enough, Duration quiet) {
            List.copyOf(written).forEach(enough::test);
            return enough.test(
                    StompFrame.builder("MESSAGE").header("browser", "end").build());
        }
    }

    @Test
    void ofTwoWhoDeclareAnExchangeAtOnceTheSecondIsTold() {
        ActiveMqDialect one = new ActiveMqDialect("6.2.7");
        ActiveMqDialect other = new ActiveMqDialect("6.2.7");
        Wire interrupted = new BookWire() {
            private boolean looked;

            @Override
            public boolean listen(StompFrame subscribe, Predicate<StompFrame> enough, Duration quiet) {
                boolean end = super.listen(subscribe, enough, quiet);
                if (!looked) {
                    looked = true;
                    other.declare(ExchangeDeclaration.fanout("x"), new BookWire());
                }
                return end;
            }
        };
        assertThatThrownBy(() -> one.declare(ExchangeDeclaration.topic("x"), interrupted))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("is of type 'fanout', not 'topic'");
        other.declare(ExchangeDeclaration.fanout("x"), new BookWire());
        new ActiveMqDialect("6.2.7").declare(ExchangeDeclaration.fanout("x"), new BookWire());
        assertThat(written).hasSize(2);
    }
}
