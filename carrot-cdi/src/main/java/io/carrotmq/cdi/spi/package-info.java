/**
 * What the classes that applications extend share with the extension that configures them. Not for applications.
 */
package io.carrotmq.cdi.spi;
