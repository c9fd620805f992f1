package io.carrotmq.transport.memory;

class MemoryDeadLetterTest extends DeadLetterBehaviour {
    @Override
    String uri() {
        return "memory:behaviour";
    }
}
