package io.carrotmq.transport.memory;

class MemoryRoutingTest extends RoutingBehaviour {
    @Override
    String uri() {
        return "memory:behaviour";
    }
}
