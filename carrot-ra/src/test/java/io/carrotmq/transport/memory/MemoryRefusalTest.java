package io.carrotmq.transport.memory;

class MemoryRefusalTest extends RefusalBehaviour {
    @Override
    String uri() {
        return "memory:behaviour";
    }
}
