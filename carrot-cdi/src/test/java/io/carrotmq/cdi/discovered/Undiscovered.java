package io.carrotmq.cdi.discovered;

/** No annotation makes it a bean. */
public class Undiscovered {}
