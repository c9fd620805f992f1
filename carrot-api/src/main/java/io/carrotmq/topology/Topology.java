package io.carrotmq.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Exchanges, queues and bindings that belong together, and what to do about them when a connection is made. Immutable;
 * built with {@link #builder()}.
 *
 * <p>Handed to {@link io.carrotmq.Connection#declare(Topology)}, or to a publisher or consumer by its options, which
 * sees to it on each connection anew: what a broker forgot in a restart is there again before it is used.
 */
public final class Topology {
    /** Nothing to declare. */
    public static final Topology NONE = builder().build();

    /** What to do about a topology when a connection is made. */
    public enum Mode {
        /** Declare it; what exists must be equal. */
        DECLARE,
        /**
         * Look whether exchanges and queues exist, and create nothing. Of their properties nothing is compared, and
         * bindings are not looked at: AMQP has no question for either.
         */
        VERIFY,
        /** Nothing. */
        NONE
    }

    private final List<ExchangeDeclaration> exchanges;
    private final List<QueueDeclaration> queues;
    private final List<Binding> bindings;
    private final Mode mode;
    private final boolean warnIfExists;
    private final int hash;

    private Topology(Builder from) {
        exchanges = List.copyOf(from.exchanges);
        queues = List.copyOf(from.queues);
        bindings = List.copyOf(from.bindings);
        mode = from.mode;
        warnIfExists = from.warnIfExists;
        hash = Objects.hash(exchanges, queues, bindings, mode, warnIfExists);
    }

    /** {@return a builder with nothing in it, that declares} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the exchanges, in the order they are declared} */
    public List<ExchangeDeclaration> exchanges() {
        return exchanges;
    }

    /** {@return the queues, in the order they are declared, after the exchanges} */
    public List<QueueDeclaration> queues() {
        return queues;
    }

    /** {@return the bindings, which are made last} */
    public List<Binding> bindings() {
        return bindings;
    }

    /** {@return what to do about it} */
    public Mode mode() {
        return mode;
    }

    /** {@return whether a queue that exists already is worth a warning in the log} */
    public boolean warnIfExists() {
        return warnIfExists;
    }

    /** {@return whether there is nothing to do} */
    public boolean isEmpty() {
        return mode == Mode.NONE || exchanges.isEmpty() && queues.isEmpty() && bindings.isEmpty();
    }

    /**
     * Tells whether a queue is part of it.
     *
     * @param name the queue's name
     * @return whether it is declared here
     */
    public boolean declaresQueue(String name) {
        return mode == Mode.DECLARE
                && queues.stream().anyMatch(queue -> queue.name().equals(name));
    }

    /** {@return a builder that starts with this topology} */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.exchanges.addAll(exchanges);
        builder.queues.addAll(queues);
        builder.bindings.addAll(bindings);
        builder.mode = mode;
        builder.warnIfExists = warnIfExists;
        return builder;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof Topology that
                        && hash == that.hash
                        && mode == that.mode
                        && warnIfExists == that.warnIfExists
                        && exchanges.equals(that.exchanges)
                        && queues.equals(that.queues)
                        && bindings.equals(that.bindings);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return exchanges.size() + " exchanges, " + queues.size() + " queues, " + bindings.size() + " bindings, mode "
                + mode;
    }

    /** Puts a topology together. Not safe for use by several threads. */
    public static final class Builder {
        private final List<ExchangeDeclaration> exchanges = new ArrayList<>();
        private final List<QueueDeclaration> queues = new ArrayList<>();
        private final List<Binding> bindings = new ArrayList<>();
        private Mode mode = Mode.DECLARE;
        private boolean warnIfExists;

        private Builder() {}

        /**
         * Adds an exchange.
         *
         * @param exchange its declaration
         * @return this
         */
        public Builder exchange(ExchangeDeclaration exchange) {
            exchanges.add(Objects.requireNonNull(exchange, "exchange"));
            return this;
        }

        /**
         * Adds a queue.
         *
         * @param queue its declaration
         * @return this
         */
        public Builder queue(QueueDeclaration queue) {
            queues.add(Objects.requireNonNull(queue, "queue"));
            return this;
        }

        /**
         * Adds a binding.
         *
         * @param binding from where to where
         * @return this
         */
        public Builder binding(Binding binding) {
            bindings.add(Objects.requireNonNull(binding, "binding"));
            return this;
        }

        /**
         * Binds a queue to an exchange, once for each routing key.
         *
         * @param exchange where messages come from
         * @param queue where they go
         * @param routingKeys the routing keys or patterns; none means one binding with an empty key
         * @return this
         */
        public Builder bind(String exchange, String queue, String... routingKeys) {
            for (String key : routingKeys.length == 0 ? new String[] {""} : routingKeys) {
                binding(Binding.queue(exchange, queue, key));
            }
            return this;
        }

        /**
         * Binds a queue to a headers exchange.
         *
         * @param exchange where messages come from
         * @param queue where they go
         * @param headers the headers to compare, and {@code x-match}: {@code all} (its default) or {@code any}
         * @return this
         */
        public Builder bindHeaders(String exchange, String queue, Map<String, Object> headers) {
            return binding(Binding.queue(exchange, queue, "").arguments(headers));
        }

        /**
         * Sets what to do about the topology.
         *
         * @param value {@link Mode#DECLARE} unless set
         * @return this
         */
        public Builder mode(Mode value) {
            mode = Objects.requireNonNull(value, "mode");
            return this;
        }

        /**
         * Makes a queue that exists already worth a warning in the log, CARROT-0745 of logger {@code io.carrotmq.engine};
         * it is declared all the same.
         *
         * @return this
         */
        public Builder warnIfExists() {
            warnIfExists = true;
            return this;
        }

        /** {@return the topology} */
        public Topology build() {
            return new Topology(this);
        }
    }
}
