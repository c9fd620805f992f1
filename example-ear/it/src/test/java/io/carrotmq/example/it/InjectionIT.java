package io.carrotmq.example.it;

import io.carrotmq.cdi.scenario.InjectionScenario;
import jakarta.inject.Inject;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The scenario that also runs in Weld SE, here inside WildFly: the same annotations, the same round trips, with the
 * connection factory of the resource adapter. {@link ScenarioServer} prepares the server.
 */
@ExtendWith(ArquillianExtension.class)
class InjectionIT {
    @Inject
    private InjectionScenario scenario;

    @Deployment
    static EnterpriseArchive application() {
        return Archives.withScenario(InjectionIT.class);
    }

    @Test
    void json() throws Exception {
        scenario.sendsAndReceivesJson();
    }

    @Test
    void lists() throws Exception {
        scenario.sendsAndReceivesLists();
    }

    @Test
    void text() throws Exception {
        scenario.sendsAndReceivesText();
    }

    @Test
    void bytes() throws Exception {
        scenario.sendsAndReceivesBytes();
    }

    @Test
    void ownEncoding() throws Exception {
        scenario.sendsAndReceivesWithOwnEncoding();
    }

    @Test
    void headers() throws Exception {
        scenario.carriesHeaders();
    }
}
