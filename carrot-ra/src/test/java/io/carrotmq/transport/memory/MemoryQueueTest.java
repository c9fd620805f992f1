package io.carrotmq.transport.memory;

class MemoryQueueTest extends QueueBehaviour {
    @Override
    String uri() {
        return "memory:behaviour";
    }
}
