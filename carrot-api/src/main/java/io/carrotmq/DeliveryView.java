package io.carrotmq;

/** A delivery seen with another body; settlement and state are the origin's. */
record DeliveryView<T>(Delivery<?> origin, T body) implements Delivery<T> {

    @Override
    public byte[] content() {
        return origin.content();
    }

    @Override
    public Properties properties() {
        return origin.properties();
    }

    @Override
    public Envelope envelope() {
        return origin.envelope();
    }

    @Override
    public void ack() {
        origin.ack();
    }

    @Override
    public void reject() {
        origin.reject();
    }

    @Override
    public void requeue() {
        origin.requeue();
    }

    @Override
    public void fail(Throwable why) {
        origin.fail(why);
    }

    @Override
    public void deadLetter(Throwable why) {
        origin.deadLetter(why);
    }

    @Override
    public State state() {
        return origin.state();
    }

    /** Bodies are never logged. */
    @Override
    public String toString() {
        return origin.toString();
    }
}
