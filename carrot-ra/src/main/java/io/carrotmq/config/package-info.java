/**
 * Settings: JavaBean properties at the edge become immutable records here, with everything that is wrong reported
 * together. Internal: may change at any time.
 */
package io.carrotmq.config;
