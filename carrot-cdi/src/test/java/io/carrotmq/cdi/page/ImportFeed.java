package io.carrotmq.cdi.page;

import java.net.URI;

/** What the page's examples send. */
public record ImportFeed(URI address) {}
