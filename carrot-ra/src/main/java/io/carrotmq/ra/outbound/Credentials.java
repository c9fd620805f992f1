package io.carrotmq.ra.outbound;

import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.security.PasswordCredential;
import java.util.Objects;
import javax.security.auth.Subject;

/** A user and a password: what a component asks to connect as. */
record Credentials(String userName, String password) implements ConnectionRequestInfo {
    Credentials {
        Objects.requireNonNull(userName, "userName");
        Objects.requireNonNull(password, "password");
    }

    /**
     * Decides who connects: whom the container names for this factory, else whom the component names, else null for
     * the factory's own configuration.
     */
    static Credentials of(Subject subject, ConnectionRequestInfo request, ManagedConnectionFactory factory) {
        if (subject != null) {
            for (PasswordCredential found : subject.getPrivateCredentials(PasswordCredential.class)) {
                if (factory.equals(found.getManagedConnectionFactory())) {
                    return new Credentials(found.getUserName(), new String(found.getPassword()));
                }
            }
        }
        return request instanceof Credentials named ? named : null;
    }

    @Override
    public String toString() {
        return userName;
    }
}
