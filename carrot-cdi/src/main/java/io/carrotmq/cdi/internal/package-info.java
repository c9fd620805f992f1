/**
 * The portable extension behind {@link io.carrotmq.cdi}. Internal: may change at any time.
 *
 * <p>{@link io.carrotmq.cdi.internal.CarrotExtension} reads every injection point of the application, registers the
 * beans, reports all problems together, and gives back at shutdown what it opened. Everything it knows is in its one
 * instance, which the container drops with the application.
 */
package io.carrotmq.cdi.internal;
