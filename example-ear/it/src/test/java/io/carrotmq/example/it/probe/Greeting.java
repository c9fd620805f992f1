package io.carrotmq.example.it.probe;

import java.util.List;

/** A body that programs in other languages write and read. */
public record Greeting(String text, int number, List<String> tags) {}
