package io.carrotmq.example.feeds;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** An entry in the database. Importing a feed again replaces its entries, so a message that comes twice does no harm. */
@Entity
@Table(name = "FEED_ENTRY")
public class StoredEntry {
    @Id
    @Column(length = 36)
    private String id;

    @Column(nullable = false, length = 300)
    private String feed;

    @Column(nullable = false, length = 300)
    private String title;

    @Column(length = 1000)
    private String link;

    private Instant published;

    @Column(nullable = false)
    private Instant stored;

    /** For the persistence provider. */
    protected StoredEntry() {}

    StoredEntry(FeedEntry entry, Instant stored) {
        this.id = entry.id();
        this.feed = entry.feed();
        this.title = entry.title();
        this.link = entry.link();
        this.published = entry.published();
        this.stored = stored;
    }

    FeedEntry entry() {
        return new FeedEntry(id, feed, title, link, published);
    }
}
