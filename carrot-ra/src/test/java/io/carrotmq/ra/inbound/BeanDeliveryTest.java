package io.carrotmq.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.Delivery;
import io.carrotmq.MessageStateException;
import org.junit.jupiter.api.Test;

class BeanDeliveryTest {
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
        delivery.settle(true);

        assertThat(origin.state()).isEqualTo(Delivery.State.REQUEUED);
    }

    @Test
    void afterACommitWithoutWishTheMessageIsAcknowledged() {
        delivery.settle(true);

        assertThat(origin.state()).isEqualTo(Delivery.State.ACKED);
        assertThat(delivery.state()).isEqualTo(Delivery.State.ACKED);
    }

    @Test
    void afterARollbackNoWishCounts() {
        delivery.reject();
        delivery.settle(false);

        assertThat(origin.state()).isEqualTo(Delivery.State.REQUEUED);
        assertThat(delivery.state()).isEqualTo(Delivery.State.REQUEUED);
    }

    @Test
    void aSecondSettlementIsRefused_alsoLongAfterTheDelivery() {
        delivery.ack();
        assertThatThrownBy(delivery::ack)
                .isInstanceOf(MessageStateException.class)
                .hasMessageContaining("CARROT-0710")
                .hasMessageContaining("ACKED");

        BeanDelivery kept = new BeanDelivery(new LooseDelivery("y"));
        kept.settle(true);
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
