package io.carrotmq.example.it.probe;

import io.carrotmq.ConnectionFactory;
import io.carrotmq.TransactionMode;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;

/** The connection factories of the adapter inside the archive, by what the tests call them. */
@ApplicationScoped
public class Factories {
    @Resource(lookup = "java:/eis/CarrotConnectionFactory")
    private ConnectionFactory synchronization;

    @Resource(lookup = "java:/eis/LocalConnectionFactory")
    private ConnectionFactory local;

    @Resource(lookup = "java:/eis/AfterCommitConnectionFactory")
    private ConnectionFactory afterCommit;

    @Resource(lookup = "java:/eis/TxConnectionFactory")
    private ConnectionFactory tx;

    @Resource(lookup = "java:/eis/NoneConnectionFactory")
    private ConnectionFactory none;

    ConnectionFactory of(TransactionMode mode) {
        return switch (mode) {
            case SYNCHRONIZATION -> synchronization;
            case LOCAL -> local;
            case AFTER_COMMIT -> afterCommit;
            case TX -> tx;
            case NONE -> none;
        };
    }
}
