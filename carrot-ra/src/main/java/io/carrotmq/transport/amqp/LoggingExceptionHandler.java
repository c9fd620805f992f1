package io.carrotmq.transport.amqp;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.impl.ForgivingExceptionHandler;

/** What fails inside the client's own threads is logged with the connection's name, and nothing is closed for it. */
final class LoggingExceptionHandler extends ForgivingExceptionHandler {
    private final String name;

    LoggingExceptionHandler(String name) {
        this.name = name;
    }

    @Override
    public void handleUnexpectedConnectionDriverException(Connection connection, Throwable exception) {
        // Ends the connection, whose shutdown listener reports it.
        Messages.LOG.log(System.Logger.Level.DEBUG, () -> "[" + name + "] connection driver", exception);
    }

    @Override
    protected void handleChannelKiller(Channel channel, Throwable exception, String what) {
        Messages.LOG.log(System.Logger.Level.ERROR, Messages.listenerFailed(name, what), exception);
    }

    @Override
    protected void log(String message, Throwable e) {
        Messages.LOG.log(System.Logger.Level.DEBUG, () -> "[" + name + "] " + message, e);
    }
}
