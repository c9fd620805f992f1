package io.carrotmq.ra.container;

/** The transaction attribute of a bean. */
public enum Attribute {
    REQUIRED,
    NOT_SUPPORTED,
    BEAN_MANAGED
}
