package io.carrotmq.transport.memory;

import io.carrotmq.topology.ExchangeDeclaration;
import java.util.LinkedHashSet;
import java.util.Set;

/** An exchange with the bindings from it. */
final class Exchange extends Destination {
    private final ExchangeDeclaration declaration;
    private final Bindings bindings;
    private final Set<Route> outgoing = new LinkedHashSet<>();

    Exchange(String name, ExchangeDeclaration declaration, Bindings bindings) {
        super(name);
        this.declaration = declaration;
        this.bindings = bindings;
    }

    ExchangeDeclaration declaration() {
        return declaration;
    }

    Bindings bindings() {
        return bindings;
    }

    Set<Route> outgoing() {
        return outgoing;
    }

    /** {@return the name of the exchange for what no binding takes, or null} */
    String alternate() {
        return declaration == null
                ? null
                : (String) declaration.arguments().get(ExchangeDeclaration.ALTERNATE_EXCHANGE);
    }

    void connect(Route route) {
        if (outgoing.add(route)) {
            bindings.add(route);
            route.destination().incoming().add(route);
        }
    }

    void disconnect(Route route) {
        outgoing.remove(route);
        bindings.remove(route);
        route.destination().incoming().remove(route);
    }
}
