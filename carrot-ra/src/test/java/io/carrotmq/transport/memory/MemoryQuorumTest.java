package io.carrotmq.transport.memory;

class MemoryQuorumTest extends QuorumBehaviour {
    @Override
    String uri() {
        return "memory:behaviour";
    }
}
