package io.carrotmq.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

@WithBroker
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WithBrokerTest {

    private static EmbeddedQpid ofTheClass;
    private static EmbeddedQpid ofTheConstructor;
    private static EmbeddedQpid ofTheFirstTest;

    private final EmbeddedQpid own;

    WithBrokerTest(@Fresh EmbeddedQpid own) {
        this.own = own;
    }

    @BeforeAll
    static void start(@Fresh EmbeddedQpid broker) {
        ofTheClass = broker;
    }

    @AfterAll
    static void brokerOfTheClass_runsToTheEnd() throws Exception {
        Clients.connect(ofTheClass.uri()).close();
    }

    @Test
    @Order(1)
    void brokersRunDuringTheTest(@Fresh EmbeddedQpid broker) throws Exception {
        ofTheConstructor = own;
        ofTheFirstTest = broker;

        Clients.connect(own.uri()).close();
        Clients.connect(broker.uri()).close();
    }

    @Test
    @Order(2)
    void brokersOfATest_areClosedAfterIt(EmbeddedQpid shared, @Fresh EmbeddedQpid fresh) {
        assertThatThrownBy(() -> Clients.connect(ofTheConstructor.uri()).close())
                .isInstanceOf(ConnectException.class);
        assertThatThrownBy(() -> Clients.connect(ofTheFirstTest.uri()).close()).isInstanceOf(ConnectException.class);
        assertThat(fresh).isNotSameAs(shared);
    }

    @Test
    @Order(3)
    void sharedBroker_isTheSameForAll(EmbeddedQpid one, EmbeddedQpid two) {
        assertThat(one).isSameAs(two);
    }
}
