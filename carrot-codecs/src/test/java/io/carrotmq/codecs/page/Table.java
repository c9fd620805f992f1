package io.carrotmq.codecs.page;

import java.util.List;

/** Rows of cells. */
public record Table(List<List<String>> rows) {}
