package io.carrotmq.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.CarrotListener;
import io.carrotmq.ra.container.Attribute;
import io.carrotmq.ra.container.Profile;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.net.URI;
import org.junit.jupiter.api.Test;

class EndpointsTest {
    private static final URI NOBODY = URI.create("amqp://guest:guest@127.0.0.1:1/%2F");

    /** A bean nobody could call. */
    public static final class Mute implements CarrotListener {}

    @Test
    void aWrongSpecificationIsRefusedAtActivation_evenIfNobodyValidatedIt() {
        try (Deployment deployment = new Deployment(Profile.WILDFLY, NOBODY)) {
            CarrotActivationSpec spec = new CarrotActivationSpec();
            assertThatThrownBy(() -> deployment.activate(deployment.marked(delivery -> {}), spec))
                    .isInstanceOf(InvalidPropertyException.class)
                    .hasMessageContaining("queue is missing");
            assertThat(Deployment.sessionThreads()).isEmpty();
        }
    }

    @Test
    void aWrongBeanIsRefusedAtActivation() {
        try (Deployment deployment = new Deployment(Profile.WILDFLY, NOBODY)) {
            MessageEndpointFactory bean = deployment.container.deploy(new Mute(), Attribute.REQUIRED);
            assertThatThrownBy(() -> deployment.activate(bean, Deployment.spec("orders")))
                    .isInstanceOf(NotSupportedException.class)
                    .hasMessageContaining("CARROT-0123");
        }
    }

    @Test
    void afterTheEndNothingIsActivated() {
        try (Deployment deployment = new Deployment(Profile.WILDFLY, NOBODY)) {
            deployment.stop();
            assertThatThrownBy(() -> deployment.activate(deployment.marked(delivery -> {}), Deployment.spec("orders")))
                    .isInstanceOf(ResourceException.class)
                    .hasMessageContaining("CARROT-0112");
        }
    }

    @Test
    void deactivatingWhatIsNotActive_doesNothing() {
        try (Deployment deployment = new Deployment(Profile.WILDFLY, NOBODY)) {
            deployment.deactivate(deployment.marked(delivery -> {}), Deployment.spec("orders"));
            assertThat(deployment.container.endpointsCreated()).isZero();
        }
    }
}
