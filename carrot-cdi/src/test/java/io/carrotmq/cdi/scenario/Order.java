package io.carrotmq.cdi.scenario;

import java.util.List;

/** A body that goes as JSON. */
public record Order(String id, List<String> articles) {}
