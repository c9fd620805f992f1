package io.carrotmq.stomp.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * The socket of one connection, in the clear or with TLS. One thread opens it; any thread aborts it, at any time, also while
 * others hang in it.
 */
final class BrokerSocket {
    private static final long NO_BOUND = 0;
    private static final long LEAST_BOUND = TimeUnit.MILLISECONDS.toNanos(1);

    private final String host;
    private final int port;
    private final ConnectionOptions options;
    private final ReentrantLock lock = new ReentrantLock();
    private Socket bare;
    private boolean aborted;
    private Socket socket;

    BrokerSocket(String host, int port, ConnectionOptions options) {
        this.host = host;
        this.port = port;
        this.options = options;
    }

    /** Tries each address of the host in turn. The last attempt, and TLS, has no bound: whoever waits for it aborts it. */
    void open() throws IOException {
        InetAddress[] addresses = InetAddress.getAllByName(host);
        long deadline = System.nanoTime() + options.connectTimeout().toNanos();
        IOException failure = null;
        for (int i = 0; i < addresses.length; i++) {
            int left = addresses.length - i;
            long share = left == 1 ? NO_BOUND : Math.max(LEAST_BOUND, (deadline - System.nanoTime()) / left);
            try {
                socket = reach(addresses[i], share);
                return;
            } catch (IOException e) {
                if (failure != null) {
                    e.addSuppressed(failure);
                }
                failure = e;
            }
        }
        throw failure;
    }

    private Socket reach(InetAddress address, long nanos) throws IOException {
        Socket made = new Socket();
        Socket ready = null;
        lock.lock();
        try {
            bare = made;
        } finally {
            lock.unlock();
        }
        try {
            requireNotAborted();
            made.setTcpNoDelay(true);
            made.setKeepAlive(true); // for those who do without heart-beats
            made.connect(new InetSocketAddress(address, port), (int) TimeUnit.NANOSECONDS.toMillis(nanos));
            ready = options.tls() == null ? made : secure(made);
            return ready;
        } finally {
            if (ready == null) {
                made.close();
            }
        }
    }

    private void requireNotAborted() throws IOException {
        lock.lock();
        try {
            if (aborted) {
                throw new SocketException("closed");
            }
        } finally {
            lock.unlock();
        }
    }

    private Socket secure(Socket reached) throws IOException {
        SSLSocket secured = (SSLSocket) options.tls().getSocketFactory().createSocket(reached, host, port, true);
        if (options.tlsParameters() != null) {
            secured.setSSLParameters(options.tlsParameters());
        }
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        SNIHostName name = serverName();
        if (name != null) {
            parameters.setServerNames(List.of(name));
        }
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    /** An address is no name, and neither is what the rules for names do not allow. */
    private SNIHostName serverName() {
        if (host.indexOf(':') >= 0 || host.matches("[0-9.]+")) {
            return null;
        }
        try {
            return new SNIHostName(host.endsWith(".") ? host.substring(0, host.length() - 1) : host);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    InputStream input() throws IOException {
        return socket.getInputStream();
    }

    OutputStream output() throws IOException {
        return socket.getOutputStream();
    }

    /** {@return whether something has come that was not read yet} */
    boolean hasInput() {
        try {
            return bare.getInputStream().available() > 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Says goodbye as TLS does; for somebody who knows that the other side has read everything, so that it cannot hang. */
    void farewell() {
        if (socket instanceof SSLSocket) {
            try {
                socket.shutdownOutput();
            } catch (IOException e) {
                Messages.LOG.log(System.Logger.Level.DEBUG, "TLS has ended already", e);
            }
        }
    }

    /** Closes what is below TLS, which would wait for whoever writes. */
    void abort() {
        lock.lock();
        try {
            aborted = true;
            if (bare != null) {
                bare.close();
            }
        } catch (IOException e) {
            Messages.LOG.log(System.Logger.Level.DEBUG, "closing a socket", e);
        } finally {
            lock.unlock();
        }
    }
}
