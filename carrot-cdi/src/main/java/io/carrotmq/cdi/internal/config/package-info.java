/** What an administrator sets from outside. Internal. */
package io.carrotmq.cdi.internal.config;
