package io.carrotmq.transport.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ShutdownSignalException;
import io.carrotmq.transport.Closure;
import io.carrotmq.transport.TransportException;

/** What the client throws and signals, in the engine's terms. */
final class Closures {
    private Closures() {}

    static Closure of(ShutdownSignalException signal) {
        int code = 0;
        String text;
        if (signal.getReason() instanceof AMQP.Channel.Close close) {
            code = close.getReplyCode();
            text = close.getReplyText();
        } else if (signal.getReason() instanceof AMQP.Connection.Close close) {
            code = close.getReplyCode();
            text = close.getReplyText();
        } else {
            text = signal.getCause() == null
                    ? String.valueOf(signal.getMessage())
                    : "connection lost: " + signal.getCause();
        }
        return new Closure(signal.isInitiatedByApplication(), signal.isHardError(), code, text, signal.getCause());
    }

    static TransportException failure(Exception e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof ShutdownSignalException signal) {
                return new TransportException(of(signal));
            }
        }
        return new TransportException(new Closure(false, false, 0, String.valueOf(e), e));
    }
}
