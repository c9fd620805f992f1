package io.carrotmq.cdi.page;

import io.carrotmq.cdi.Broker;
import io.carrotmq.event.BrokerEvent;
import io.carrotmq.event.ConnectionLost;
import io.carrotmq.event.Unroutable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What it has been told. */
@ApplicationScoped
class Alarm {
    private final List<String> alerts = new CopyOnWriteArrayList<>();

    List<String> alerts() {
        return alerts;
    }

    private void alert(String text) {
        alerts.add(text);
    }

    // tag::observers
    void onUnroutable(@Observes Unroutable event) {
        alert("no queue takes " + event.routingKey());
    }

    void onLost(@Observes @Broker("billing") ConnectionLost event) {
        alert("billing has lost " + event.connection());
    }

    void onAnything(@Observes BrokerEvent event) {
        alert(event.getClass().getSimpleName());
    }
    // end::observers
}
