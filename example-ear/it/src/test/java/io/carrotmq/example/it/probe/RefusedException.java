package io.carrotmq.example.it.probe;

/** A checked exception: for the container it is the application's own affair, and no reason to roll back. */
public class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    public RefusedException(String message) {
        super(message);
    }
}
