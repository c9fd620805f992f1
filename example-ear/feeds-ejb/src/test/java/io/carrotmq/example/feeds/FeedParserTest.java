package io.carrotmq.example.feeds;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.net.URI;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeedParserTest {
    private static final URI URL = URI.create("http://news.example/feeds/all");

    @Test
    void rss_isRead() throws FeedException {
        Feed feed = parse("""
                <rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel>
                  <title>Garden</title>
                  <image><title>Logo</title></image>
                  <item>
                    <title>Rows &amp; <![CDATA[<paths>]]></title><media:title>A picture</media:title>
                    <link>http://garden.example/1</link><guid>1</guid>
                    <pubDate>Fri, 06 Nov 2026 07:30:00 GMT</pubDate>
                  </item>
                  <item><title>Second</title><link>/2</link></item>
                </channel></rss>""");

        assertThat(feed.title()).isEqualTo("Garden");
        assertThat(feed.entries())
                .extracting(FeedEntry::title, FeedEntry::link, FeedEntry::published)
                .containsExactly(
                        tuple("Rows & <paths>", "http://garden.example/1", Instant.parse("2026-11-06T07:30:00Z")),
                        tuple("Second", "http://news.example/2", null));
        assertThat(feed.entries()).extracting(FeedEntry::id).doesNotHaveDuplicates();
    }

    @Test
    void atom_isRead() throws FeedException {
        Feed feed = parse("""
                <?xml version="1.0"?>
                <feed xmlns="http://www.w3.org/2005/Atom"><title>Weather</title>
                  <entry>
                    <title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">A <em>wet</em> week</div></title>
                    <id>urn:1</id><link rel="self" href="http://w.example/self"/><link href="http://w.example/page"/>
                    <updated>2026-11-09T07:00:00+01:00</updated><published>2026-11-01T00:00:00Z</published>
                    <content type="xhtml"><div><p>Body</p></div></content>
                  </entry>
                </feed>""");

        FeedEntry entry = feed.entries().get(0);
        assertThat(entry.feed()).isEqualTo("Weather");
        assertThat(entry.title()).isEqualTo("A wet week");
        assertThat(entry.link()).isEqualTo("http://w.example/page");
        assertThat(entry.published()).isEqualTo("2026-11-01T00:00:00Z");
    }

    @Test
    void sameEntryReadAgain_hasTheSameId() throws FeedException {
        String xml = "<rss><channel><item><guid>g</guid><title>%s</title></item></channel></rss>";

        assertThat(parse(xml.formatted("before")).entries().get(0).id())
                .isEqualTo(parse(xml.formatted("after")).entries().get(0).id());
    }

    @Test
    void linkThatIsNoWebAddress_isDropped() throws FeedException {
        Feed feed =
                parse("<rss><channel><item><title>x</title><link>javascript:alert(1)</link></item></channel></rss>");

        assertThat(feed.entries().get(0).link()).isNull();
    }

    @Test
    void longTitle_isShortened() throws FeedException {
        String title = "\uD83E\uDD55".repeat(400);

        String shortened = parse("<rss><channel><item><title>" + title + "</title></item></channel></rss>")
                .entries()
                .get(0)
                .title();

        assertThat(shortened).hasSizeLessThanOrEqualTo(300).endsWith("…");
        assertThat(shortened.codePoints().filter(point -> point != 0x1F955)).containsExactly((int) '…');
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<html><body/></html>                                           | neither RSS 2.0 nor Atom: its root element is 'html'",
                "<rss><channel>                                                 | not well-formed XML",
                "no xml at all                                                  | not well-formed XML",
                "<!DOCTYPE rss SYSTEM 'file:///etc/passwd'><rss/>               | document type declaration",
                "<!DOCTYPE rss [<!ENTITY a 'aaaa'>]><rss><title>&a;</title></rss> | document type declaration",
            })
    void whatIsNoFeed_isRefusedWithTheReason(String xml, String reason) {
        assertThatThrownBy(() -> parse(xml)).isInstanceOf(FeedException.class).hasMessageContaining(reason);
    }

    private static Feed parse(String xml) throws FeedException {
        return new FeedParser().parse(xml.getBytes(UTF_8), URL);
    }
}
