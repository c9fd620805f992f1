package io.carrotmq.soak;

import io.carrotmq.testkit.FaultProxy;
import io.carrotmq.testkit.RabbitMq;
import java.util.function.BiConsumer;

/** What goes wrong, and how it ends. */
enum Fault {
    CUT((broker, proxy) -> proxy.cut(), (broker, proxy) -> {}),
    UNREACHABLE((broker, proxy) -> proxy.refuse(), (broker, proxy) -> proxy.heal()),
    SILENT((broker, proxy) -> proxy.blackhole(), (broker, proxy) -> proxy.heal()),
    FROZEN((broker, proxy) -> broker.freeze(), (broker, proxy) -> broker.thaw()),
    OUT_OF_MEMORY((broker, proxy) -> broker.memoryAlarm(true), (broker, proxy) -> broker.memoryAlarm(false)),
    CLOSED_BY_OPERATOR((broker, proxy) -> broker.management().closeConnections("soak"), (broker, proxy) -> {}),
    KILLED((broker, proxy) -> broker.kill(), (broker, proxy) -> broker.restart());

    private final BiConsumer<RabbitMq, FaultProxy> begin;
    private final BiConsumer<RabbitMq, FaultProxy> end;

    Fault(BiConsumer<RabbitMq, FaultProxy> begin, BiConsumer<RabbitMq, FaultProxy> end) {
        this.begin = begin;
        this.end = end;
    }

    void begin(RabbitMq broker, FaultProxy proxy) {
        begin.accept(broker, proxy);
    }

    void end(RabbitMq broker, FaultProxy proxy) {
        end.accept(broker, proxy);
    }
}
