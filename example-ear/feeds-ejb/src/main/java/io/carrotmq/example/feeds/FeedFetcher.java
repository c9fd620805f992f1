package io.carrotmq.example.feeds;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Fetches a document over http or https, bounded in size, in redirects and in the time for everything together. */
final class FeedFetcher {
    private static final int MAX_REDIRECTS = 5;
    private static final int MAX_PORT = 65_535;

    private final int maxBytes;
    private final Duration maxTime;
    private final HttpClient http;

    FeedFetcher(int maxBytes, Duration maxTime) {
        this.maxBytes = maxBytes;
        this.maxTime = maxTime;
        // Redirects are followed here, so that each hop is checked and all of them share one time limit.
        this.http = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(maxTime)
                .build();
    }

    byte[] fetch(URI start) throws FeedException {
        long end = System.nanoTime() + maxTime.toNanos();
        URI url = start;
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            HttpResponse<byte[]> response = get(checked(url), end);
            int status = response.statusCode();
            if (status == 200) {
                return response.body();
            }
            if (status < 300 || status > 399 || status == 304) {
                throw new FeedException("The server " + url.getHost() + " answered with status " + status);
            }
            url = target(url, response);
        }
        throw new FeedException("The address redirects more than " + MAX_REDIRECTS + " times");
    }

    private static URI checked(URI url) throws FeedException {
        if (url == null) {
            throw new FeedException("The message names no address");
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new FeedException("The address '" + url + "' is neither http nor https");
        }
        if (url.getHost() == null) {
            throw new FeedException("The address '" + url + "' names no host");
        }
        if (url.getPort() == 0 || url.getPort() > MAX_PORT) {
            throw new FeedException(
                    "The address '" + url + "' names port " + url.getPort() + ": expected one from 1 to " + MAX_PORT);
        }
        return url;
    }

    private static URI target(URI from, HttpResponse<?> response) throws FeedException {
        String location = response.headers()
                .firstValue("Location")
                .orElseThrow(() -> new FeedException("The server " + from.getHost() + " redirects to nowhere"));
        try {
            return from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new FeedException("The server " + from.getHost() + " redirects to a malformed address", e);
        }
    }

    private HttpResponse<byte[]> get(URI url, long end) throws FeedException {
        CompletableFuture<HttpResponse<byte[]>> response = sent(url);
        try {
            return response.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            response.cancel(true);
            throw new FeedException("It took longer than " + maxTime.toSeconds() + " s to fetch it", e);
        } catch (ExecutionException e) {
            throw failed(url, e.getCause());
        } catch (InterruptedException e) {
            response.cancel(true);
            Thread.currentThread().interrupt();
            throw new FeedException("Fetching it was interrupted", e);
        }
    }

    private CompletableFuture<HttpResponse<byte[]>> sent(URI url) throws FeedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(url)
                    .header("Accept", "application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.1")
                    .header("User-Agent", "carrot-example")
                    .build();
            return http.sendAsync(request, answer -> new BoundedBody(maxBytes));
        } catch (IllegalArgumentException e) {
            throw new FeedException("The address '" + url + "' cannot be fetched: " + e.getMessage(), e);
        }
    }

    private static FeedException failed(URI url, Throwable cause) {
        if (cause instanceof BoundedBody.TooLargeException) {
            return new FeedException(cause.getMessage(), cause);
        }
        if (cause instanceof ConnectException && cause.getCause() instanceof UnresolvedAddressException) {
            return new FeedException("The host '" + url.getHost() + "' is unknown", cause);
        }
        if (cause instanceof ConnectException) {
            return new FeedException("Nobody answers at " + url.getAuthority() + ": connection refused", cause);
        }
        if (cause instanceof IOException) {
            return new FeedException(
                    "The connection to " + url.getAuthority() + " failed: " + cause.getMessage(), cause);
        }
        return new FeedException("Fetching it failed: " + cause, cause);
    }
}
