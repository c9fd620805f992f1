package io.carrotmq.example.it.handling;

/** Checked, so that a transaction would commit in spite of it. */
public class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    public RefusedException(String message) {
        super(message);
    }
}
