package io.carrotmq.example.it.handling;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Below the context root of the web module. */
@ApplicationPath("api")
public class HandlingApplication extends Application {}
