package io.carrotmq.example.it.probe;

/** The data sources. */
public enum Source {
    /** The server's default one, which has no two-phase commit. */
    DEFAULT,
    XA,
    /** No data source takes part. */
    NONE
}
