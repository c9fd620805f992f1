package io.carrotmq.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrotmq.CarrotException;
import io.carrotmq.ConnectException;
import io.carrotmq.PublishException;
import io.carrotmq.Publisher;
import io.carrotmq.Receipt;
import io.carrotmq.testkit.Await;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Many sends on their way at once, and how each of them ended. */
final class Sends {
    private final Map<String, CompletableFuture<Receipt>> ends = new LinkedHashMap<>();

    /** Sends bodies {@code m<first>} to {@code m<last>} without waiting. */
    void send(Publisher<String> publisher, int first, int last) {
        for (int i = first; i <= last; i++) {
            String body = "m" + i;
            try {
                ends.put(body, publisher.sendAsync(body).toCompletableFuture());
            } catch (CarrotException before) {
                ends.put(body, CompletableFuture.failedFuture(before));
            }
        }
    }

    void awaitEnds() {
        Await.until(
                "every send to end",
                Bench.PATIENCE,
                () -> ends.values().stream().allMatch(CompletableFuture::isDone));
        assertThat(ends.values().stream()
                        .filter(CompletableFuture::isCompletedExceptionally)
                        .map(Sends::failure))
                .as("the ways to fail")
                .allSatisfy(
                        failure -> assertThat(failure).isInstanceOfAny(PublishException.class, ConnectException.class));
    }

    /** What is confirmed has arrived, unless it may have gone since, and what was certainly not sent has not. */
    void assertToldTheTruth(Collection<String> arrived, boolean allKept) {
        if (allKept) {
            assertThat(arrived).containsAll(with(end -> !end.isCompletedExceptionally()));
        }
        Set<String> ghosts = with(end -> end.isCompletedExceptionally()
                && !(failure(end) instanceof PublishException publish && publish.mayHaveBeenDelivered()));
        ghosts.retainAll(arrived);
        assertThat(ghosts).as("certainly not sent, and yet there").isEmpty();
    }

    long failed() {
        return with(CompletableFuture::isCompletedExceptionally).size();
    }

    private Set<String> with(Predicate<CompletableFuture<Receipt>> kind) {
        return ends.entrySet().stream()
                .filter(entry -> kind.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static Throwable failure(CompletableFuture<Receipt> end) {
        Throwable failure = end.handle((receipt, why) -> why).join();
        return failure instanceof CompletionException ? failure.getCause() : failure;
    }
}
