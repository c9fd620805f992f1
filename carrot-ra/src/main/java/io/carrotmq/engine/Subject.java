package io.carrotmq.engine;

import io.carrotmq.topology.Binding;
import io.carrotmq.topology.ExchangeDeclaration;
import io.carrotmq.topology.QueueDeclaration;

/**
 * What an operation on a topology is about, in words.
 *
 * @param words such as {@code queue 'feed'}
 */
record Subject(String words) {
    static Subject of(ExchangeDeclaration exchange) {
        return new Subject("exchange '" + exchange.name() + "'");
    }

    static Subject of(QueueDeclaration queue) {
        return new Subject("queue '" + queue.name() + "'");
    }

    static Subject of(Binding binding) {
        return new Subject("binding of '" + binding.destination() + "' to exchange '" + binding.source() + "'");
    }

    @Override
    public String toString() {
        return words;
    }
}
