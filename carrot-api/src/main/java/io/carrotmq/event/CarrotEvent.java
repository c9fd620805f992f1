package io.carrotmq.event;

/** Anything that is told: what a listener for everything observes. */
public sealed interface CarrotEvent permits BrokerEvent, ConsumerEvent {}
