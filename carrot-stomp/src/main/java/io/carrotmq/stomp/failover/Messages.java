package io.carrotmq.stomp.failover;

import io.carrotmq.stomp.StompConfigurationException;
import io.carrotmq.stomp.StompTimeoutException;

/** Every error text of this layer, by number. */
final class Messages {
    private Messages() {}

    static StompConfigurationException malformedUri(String uri, String reason) {
        return new StompConfigurationException(
                "CARROT-0446",
                "the failover address '" + masked(uri) + "' is malformed: " + reason
                        + "; write failover:(stomp://host:port,stomp://other:port)?option=value,option=value",
                null);
    }

    static StompConfigurationException unfitOption(String option, Object value, String range) {
        return new StompConfigurationException(
                "CARROT-0447",
                "the failover option " + option + " is '" + value + "', which is not " + range
                        + "; correct it, or leave it away",
                null);
    }

    static StompConfigurationException unknownOption(String option, String known) {
        return new StompConfigurationException(
                "CARROT-0449",
                "there is no failover option '" + option + "'; there are " + known
                        + ", with their capitals; correct it, or leave it away",
                null);
    }

    static StompTimeoutException attemptsExhausted(String option, int limit, Throwable cause) {
        return new StompTimeoutException(
                "CARROT-0448",
                "no broker could be connected to: " + (limit + 1) + " attempts failed, and " + option + " is " + limit
                        + "; see the cause and the brokers, or raise it (-1 for no limit)",
                cause);
    }

    /** The address without users and passwords, whatever characters they have: a wrong one is why we are here. */
    private static String masked(String uri) {
        int start = uri.indexOf("//");
        int end = uri.lastIndexOf('@');
        return end < 0 ? uri : uri.substring(0, start < 0 || start > end ? 0 : start + 2) + "***" + uri.substring(end);
    }
}
