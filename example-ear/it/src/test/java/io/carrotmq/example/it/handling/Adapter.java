package io.carrotmq.example.it.handling;

import io.carrotmq.ConnectionFactory;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.Dependent;

/**
 * A reference to the connection factory: with it the server stops the adapter after the application also where both are in one
 * EAR, so that what is being handled at the end can be acknowledged.
 */
@Dependent
public class Adapter {
    // tag::reference
    @Resource(lookup = "java:/eis/CarrotConnectionFactory")
    private ConnectionFactory connections;
    // end::reference

    boolean isThere() {
        return connections != null;
    }
}
