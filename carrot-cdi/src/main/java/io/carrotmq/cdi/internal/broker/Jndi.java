package io.carrotmq.cdi.internal.broker;

import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.naming.NoInitialContextException;

/** The container's directory, or its absence: where there is none, there is no container. */
@FunctionalInterface
interface Jndi {
    /** That of this Java process. */
    Jndi OF_PROCESS = name -> new InitialContext().lookup(name);

    Object lookup(String name) throws NamingException;

    /** Whether there is a directory at all; one that cannot be started is one. */
    default boolean isPresent() {
        try {
            lookup("java:comp");
        } catch (NoInitialContextException e) {
            return !isAbsence(e);
        } catch (NamingException | RuntimeException other) {
            return true;
        }
        return true;
    }

    static boolean isAbsence(NoInitialContextException e) {
        return e.getRootCause() == null;
    }
}
