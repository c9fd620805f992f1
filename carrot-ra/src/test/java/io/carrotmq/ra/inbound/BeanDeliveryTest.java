package io.carrotmq.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.Delivery;
import io.carrotmq.MessageStateException;
import org.junit.jupiter.api.Test;

class BeanDeliveryTest {
    private static final Throwable WHY = new IllegalStateException("sold out");

    private final LooseDelivery origin = new LooseDelivery("x");
    private final BeanDelivery delivery = new BeanDelivery(origin);

    @Test
    void aWishIsRememberedAndTheBrokerNotAsked() {
        delivery.reject();

        assertThat(delivery.state()).isEqualTo(Delivery.State.REJECTED);
        assertThat(origin.state()).isEqualTo(Delivery.State.RECEIVED);
    }

    @Test
    void afterACommitTheWishCounts() {
        delivery.requeue();
        delivery.committed();

        assertThat(origin.state()).isEqualTo(Delivery.State.REQUEUED);
    }

    @Test
    void afterACommitWithoutWishTheMessageIsAcknowledged() {
        delivery.committed();

        assertThat(origin.state()).isEqualTo(Delivery.State.ACKED);
        assertThat(delivery.state()).isEqualTo(Delivery.State.ACKED);
    }

    @Test
    void afterARollbackNoWishCounts() {
        delivery.reject();
        delivery.failed(WHY);

        assertThat(origin.state()).isEqualTo(Delivery.State.FAILED);
        assertThat(origin.why()).isSameAs(WHY);
        assertThat(delivery.state()).isEqualTo(Delivery.State.FAILED);
    }

    @Test
    void whatIsGivenBackHasNotFailed() {
        delivery.reject();
        delivery.giveBack();

        assertThat(origin.state()).isEqualTo(Delivery.State.REQUEUED);
        assertThat(delivery.state()).isEqualTo(Delivery.State.REQUEUED);
    }

    @Test
    void afterACommitTheBeanMaySayThatItHasFailed_orWantItAmongTheDeadLetters() {
        delivery.fail(WHY);
        assertThat(origin.state()).isEqualTo(Delivery.State.RECEIVED);
        delivery.committed();
        assertThat(origin.state()).isEqualTo(Delivery.State.FAILED);
        assertThat(origin.why()).isSameAs(WHY);

        LooseDelivery other = new LooseDelivery("y");
        BeanDelivery dead = new BeanDelivery(other);
        dead.deadLetter(WHY);
        assertThatThrownBy(() -> dead.fail(new IllegalArgumentException("another")))
                .isInstanceOf(MessageStateException.class)
                .hasMessageContaining("DEAD_LETTERED");
        dead.committed();
        assertThat(other.state()).isEqualTo(Delivery.State.DEAD_LETTERED);
        assertThat(other.why()).isSameAs(WHY);
    }

    @Test
    void aWishTheBrokerCannotCarryOut_failsWhileTheBeanCanSeeIt() {
        BeanDelivery picky = new BeanDelivery(origin, envelope -> {
            throw new IllegalStateException("no rejecting");
        });

        assertThatThrownBy(picky::reject).hasMessage("no rejecting");
        assertThatThrownBy(() -> picky.fail(null)).isInstanceOf(NullPointerException.class);
        assertThat(picky.state()).isEqualTo(Delivery.State.RECEIVED);
        picky.committed();
        assertThat(origin.state()).isEqualTo(Delivery.State.ACKED);
    }

    @Test
    void aSecondSettlementIsRefused_alsoLongAfterTheDelivery() {
        delivery.ack();
        assertThatThrownBy(delivery::ack)
                .isInstanceOf(MessageStateException.class)
                .hasMessageContaining("CARROT-0710")
                .hasMessageContaining("ACKED");

        BeanDelivery kept = new BeanDelivery(new LooseDelivery("y"));
        kept.committed();
        assertThatThrownBy(kept::requeue).isInstanceOf(MessageStateException.class);
    }

    @Test
    void aDecodedViewSettlesTheSameMessage() {
        delivery.withBody("decoded").reject();

        assertThat(delivery.state()).isEqualTo(Delivery.State.REJECTED);
    }

    @Test
    void theBodyIsNotPrinted() {
        assertThat(new BeanDelivery(new LooseDelivery("secret")).toString()).doesNotContain("secret");
    }
}
