package io.carrotmq.example.it;

import io.carrotmq.cdi.scenario.ConsumeScenario;
import io.carrotmq.cdi.scenario.InjectionScenario;
import jakarta.inject.Inject;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The scenarios that also run in Java SE, on two implementations of CDI, here inside WildFly: the same annotations, the same round trips, with the
 * connection factory of the resource adapter. {@link ScenarioServer} prepares the server.
 */
@ExtendWith(ArquillianExtension.class)
class InjectionIT {
    @Inject
    private InjectionScenario scenario;

    @Inject
    private ConsumeScenario consume;

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

    @Test
    void methodCalledWithEach() throws Exception {
        consume.handlesEachInARequestOfItsOwn();
    }

    @Test
    void methodCalledWithBatches() throws Exception {
        consume.handlesBatches();
    }

    @Test
    void failingMethod() throws Exception {
        consume.attemptsAgainAndGivesUp();
    }

    @Test
    void answeringMethod() throws Exception {
        consume.answers();
    }

    @Test
    void registry() {
        consume.isInTheRegistry();
    }
}
