package io.carrotmq.transport.amqp;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.impl.FrameHandler;
import com.rabbitmq.client.impl.FrameHandlerFactory;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.ThreadFactory;
import javax.net.ssl.SSLSocket;

/** Makes one connection, and knows its socket and what writes to it. */
final class SocketConnectionFactory extends ConnectionFactory {
    private final ThreadFactory threads;
    private volatile Socket socket;
    private volatile CombiningFrameHandler handler;

    SocketConnectionFactory(ThreadFactory threads) {
        this.threads = threads;
        setThreadFactory(threads);
    }

    /** Called after the settings that change the socket's configuration, which it adds to. */
    void keepSocket() {
        setSocketConfigurator(getSocketConfigurator().andThen(made -> socket = made));
    }

    /** {@return the socket made last, or null} */
    Socket socket() {
        return socket;
    }

    /** {@return what reads from that socket and writes to it} */
    CombiningFrameHandler handler() {
        return handler;
    }

    /**
     * Closes a socket at once, whoever hangs in it. One of TLS would wait for a thread that writes to it, to say
     * good-bye after that; a linger time bounds this.
     */
    static void abort(Socket socket) throws IOException {
        if (socket instanceof SSLSocket) {
            try {
                socket.setSoLinger(true, 0);
            } catch (SocketException e) {
                Messages.LOG.log(System.Logger.Level.TRACE, "closing a closed socket", e);
            }
        }
        socket.close();
    }

    @Override
    protected FrameHandlerFactory createFrameHandlerFactory() throws IOException {
        FrameHandlerFactory sockets = super.createFrameHandlerFactory();
        return (address, connectionName) -> {
            FrameHandler plain = sockets.create(address, connectionName);
            Socket made = socket;
            handler = new CombiningFrameHandler(
                    plain, new FrameOutput(made.getOutputStream(), () -> abort(made), threads));
            return handler;
        };
    }
}
