/** What the example's page talks to: REST resources, and a stream of server-sent events. */
package io.carrotmq.example.feeds.web;
