package io.carrotmq.ra.outbound;

import io.carrotmq.TransactionMode;
import io.carrotmq.config.ConnectionSettings;
import io.carrotmq.engine.Engine;
import io.carrotmq.engine.Link;
import io.carrotmq.engine.PublishLimits;

/** One broker as one user of one connection factory sees it: what all its managed connections have in common. */
record Broker(
        ConnectionSettings settings,
        TransactionMode mode,
        PublishLimits limits,
        Engine engine,
        Link link,
        JoinedTransactions transactions,
        SharedChannel channel,
        FlushChannels flushChannels,
        TransactedChannels transactedChannels) {}
