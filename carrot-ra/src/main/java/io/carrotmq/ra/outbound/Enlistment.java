package io.carrotmq.ra.outbound;

import io.carrotmq.OutgoingMessage;
import io.carrotmq.Receipt;
import java.util.concurrent.CompletionStage;

/** A transaction as those see it who publish in it. */
interface Enlistment {
    /**
     * Makes a message part of it.
     *
     * @return a stage that completes when the transaction has ended
     * @throws io.carrotmq.PublishException if it cannot be, above all because the transaction has ended already
     * @throws io.carrotmq.ConnectException if no broker can be reached and nothing was sent
     */
    CompletionStage<Receipt> add(OutgoingMessage message);
}
