package io.carrotmq.example.it.probe;

import io.carrotmq.ConnectionFactory;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;

/** The connection factories of the adapter inside the archive, by what the tests call them. */
@ApplicationScoped
public class Factories {
    @Resource(lookup = "java:/eis/CarrotConnectionFactory")
    private ConnectionFactory synchronization;

    @Resource(lookup = "java:/eis/LocalConnectionFactory")
    private ConnectionFactory local;

    ConnectionFactory of(Wish.Mode mode) {
        return mode == Wish.Mode.LOCAL ? local : synchronization;
    }
}
