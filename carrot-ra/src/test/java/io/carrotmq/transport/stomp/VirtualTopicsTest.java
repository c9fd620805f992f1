package io.carrotmq.transport.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrotmq.transport.TransportException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VirtualTopicsTest {
    @Test
    void topicWithoutAnExchangeIsATopicOfSomebodyElse() {
        assertThat(VirtualTopics.isTopic("/topic/VirtualTopic.")).isFalse();
        assertThat(VirtualTopics.isTopic("/topic/VirtualTopic.x")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "feed, importer, /topic/VirtualTopic.feed.importer",
        "feed, a.b.c, /topic/VirtualTopic.feed.a.b.c",
        "feed, '', /topic/VirtualTopic.feed",
        "a.b, k, /topic/VirtualTopic.a%2Eb.k",
        "feed, a..b, /topic/VirtualTopic.feed.a.%.b",
        "feed, .a, /topic/VirtualTopic.feed.%.a",
        "feed, '*.>', /topic/VirtualTopic.feed.%2A.%3E",
        "feed, 'a,b?c d', /topic/VirtualTopic.feed.a%2Cb%3Fc%20d",
        "feed, 50%, /topic/VirtualTopic.feed.50%25",
        "größe, käse, /topic/VirtualTopic.größe.käse",
    })
    void exchangeAndKeyAreATopic(String exchange, String key, String topic) {
        assertThat(VirtualTopics.topic(exchange, key)).isEqualTo(topic);
        assertThat(VirtualTopics.isTopic(topic)).isTrue();
        assertThat(VirtualTopics.exchange(topic)).isEqualTo(exchange);
        assertThat(VirtualTopics.routingKey(topic)).isEqualTo(key);
    }

    @Test
    void whatIsNotAscii_andWhatIsNoLetter_comesBack() {
        String odd = "a\uD83E\uDD55 \u20AC,\n\t'\"";
        String topic = VirtualTopics.topic(odd, odd + "." + odd);
        assertThat(topic).doesNotContain(" ", ",", "\n", "\"");
        assertThat(VirtualTopics.exchange(topic)).isEqualTo(odd);
        assertThat(VirtualTopics.routingKey(topic)).isEqualTo(odd + "." + odd);
    }

    @ParameterizedTest
    @CsvSource({
        "feed.importer, feed, importer, /queue/Consumer.feed%2Eimporter.VirtualTopic.feed.importer",
        "q, x.y, a.*.>, /queue/Consumer.q.VirtualTopic.x%2Ey.a.*.>",
        "q, x, '', /queue/Consumer.q.VirtualTopic.x",
    })
    void bindingIsAQueueWhoseSecondWordIsTheQueue(String queue, String exchange, String pattern, String destination) {
        assertThat(VirtualTopics.queue(queue, exchange, pattern)).isEqualTo(destination);
        assertThat(VirtualTopics.isBinding(destination)).isTrue();
        assertThat(VirtualTopics.bound(destination)).isEqualTo(queue);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/queue/Consumer", "/queue/Consumer.q", "/queue/q", "/topic/VirtualTopic.x.k", "null"})
    void othersAreNoBindings(String destination) {
        assertThat(VirtualTopics.isBinding(destination)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "fanout, ignored, >",
        "direct, a.*.#, a.%2A.#",
        "direct, '', ''",
        "topic, '#', >",
        "topic, a.#, a.>",
        "topic, *.b, *.b",
        "topic, a..*, a.%.*",
        "topic, a*.#b, a%2A.#b",
        "topic, '', ''",
    })
    void bindingKeyIsAPattern(String type, String key, String pattern) {
        assertThat(VirtualTopics.pattern(type, key)).isEqualTo(pattern);
    }

    @ParameterizedTest
    @ValueSource(strings = {"#.a", "a.#.b", "#.#"})
    void anyNumberOfWordsBeforeTheEndIsRefused(String key) {
        assertThatThrownBy(() -> VirtualTopics.pattern("topic", key))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining(key);
    }

    @ParameterizedTest
    @CsvSource({
        "a, a, true",
        "a, b, false",
        "a.*, a.b, true",
        "a.*, a, false",
        "a.*, a.b.c, false",
        "a.>, a, true",
        "a.>, a.b.c, true",
        "a.>, b.a, false",
        ">, '', true",
        "'', '', true",
        "*, '', false",
        "*, a..b, false",
        "*.*.b, a..b, true",
    })
    void patternMatchesAKey(String pattern, String key, boolean matches) {
        assertThat(VirtualTopics.matches(pattern, key)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "a.*, *.b, true",
        "a.*, b.*, false",
        "a.>, *.b.c, true",
        "a.>, b.>, false",
        ">, x.y, true",
        "a.>, a, true",
        "a.*.>, a, false",
    })
    void patternsOverlap_eitherWay(String one, String other, boolean overlap) {
        assertThat(VirtualTopics.overlap(one, other)).isEqualTo(overlap);
        assertThat(VirtualTopics.overlap(other, one)).isEqualTo(overlap);
    }
}
