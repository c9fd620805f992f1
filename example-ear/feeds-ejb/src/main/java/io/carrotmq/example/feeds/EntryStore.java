package io.carrotmq.example.feeds;

import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.List;

/** The entries in the database. Each method joins the caller's transaction, or has one of its own. */
@Stateless
public class EntryStore {
    @PersistenceContext
    private EntityManager entities;

    public void store(List<FeedEntry> entries) {
        Instant now = Instant.now();
        entries.forEach(entry -> entities.merge(new StoredEntry(entry, now)));
    }

    public List<FeedEntry> newest(int limit) {
        return entities
                .createQuery(
                        "select e from StoredEntry e order by e.stored desc, e.published desc, e.id", StoredEntry.class)
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .map(StoredEntry::entry)
                .toList();
    }

    public long count() {
        return entities.createQuery("select count(e) from StoredEntry e", Long.class)
                .getSingleResult();
    }
}
