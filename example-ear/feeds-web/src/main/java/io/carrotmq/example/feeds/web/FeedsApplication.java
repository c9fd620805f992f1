package io.carrotmq.example.feeds.web;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The REST resources of the page. */
@ApplicationPath("api")
public class FeedsApplication extends Application {}
