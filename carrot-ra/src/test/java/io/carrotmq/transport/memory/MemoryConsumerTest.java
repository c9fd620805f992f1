package io.carrotmq.transport.memory;

class MemoryConsumerTest extends ConsumerBehaviour {
    @Override
    String uri() {
        return "memory:behaviour";
    }
}
