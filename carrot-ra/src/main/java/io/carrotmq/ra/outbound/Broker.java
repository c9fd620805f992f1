package io.carrotmq.ra.outbound;

import io.carrotmq.config.ConnectionSettings;
import io.carrotmq.engine.Engine;
import io.carrotmq.engine.Link;
import io.carrotmq.engine.PublishChannel;
import io.carrotmq.engine.PublishLimits;
import io.carrotmq.transport.Closure;
import java.util.function.Consumer;

/** One broker as one user of one connection factory sees it: what all its managed connections have in common. */
record Broker(
        ConnectionSettings settings,
        TransactionMode mode,
        PublishLimits limits,
        Engine engine,
        Link link,
        JoinedTransactions transactions,
        FlushChannels flushChannels) {

    PublishChannel openChannel(Consumer<Closure> onClosed) {
        return new PublishChannel(link.publishing(), limits, engine.threads(), onClosed);
    }
}
