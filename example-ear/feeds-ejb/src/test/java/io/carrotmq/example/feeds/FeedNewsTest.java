package io.carrotmq.example.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FeedNewsTest {
    private final FeedNews news = new FeedNews();
    private final List<Long> heard = new ArrayList<>();
    private final Consumer<FeedNews.Item> listener = item -> heard.add(item.number());

    @Test
    void listener_hearsWhatItMissedAndWhatComes() {
        tell(3);
        news.listen(1, listener);
        tell(1);

        assertThat(heard).containsExactly(2L, 3L, 4L);
    }

    @Test
    void removedListener_hearsNothing() {
        news.listen(0, listener);
        news.remove(listener);
        tell(1);

        assertThat(heard).isEmpty();
    }

    @Test
    void onlyTheLatest_areKept() {
        tell(60);
        news.listen(0, listener);

        assertThat(heard)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(11, 60).boxed().toList());
    }

    private void tell(int events) {
        IntStream.range(0, events).forEach(i -> news.tell(new FeedFailed("u", "r", 1)));
    }
}
