package io.carrotmq.example.feeds;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** What is known of a feed, and of the entry being read, while its elements go by. */
final class FeedReading {
    private static final int MAX_TEXT = 300;
    private static final int MAX_LINK = 1_000;

    private final URI url;
    private final String entryElement;
    private String feedTitle = "";
    private boolean inEntry;
    private String id = "";
    private String title = "";
    private String link;
    private Instant published;

    FeedReading(URI url, String entryElement) {
        this.url = url;
        this.entryElement = entryElement;
    }

    String feedTitle() {
        return feedTitle.isEmpty() ? shortened(url.toString(), MAX_TEXT) : feedTitle;
    }

    void start(XMLStreamReader reader) throws XMLStreamException {
        String name = reader.getLocalName();
        if (name.equals(entryElement)) {
            inEntry = true;
            id = "";
            title = "";
            link = null;
            published = null;
        } else if (!isForeign(reader)) {
            take(name, reader);
        }
    }

    boolean endsEntry(String element) {
        return inEntry && element.equals(entryElement);
    }

    FeedEntry entry() {
        inEntry = false;
        String own = !id.isEmpty() ? id : link != null ? link : title;
        String unique = UUID.nameUUIDFromBytes((url + "\n" + own).getBytes(StandardCharsets.UTF_8))
                .toString();
        return new FeedEntry(unique, feedTitle(), title.isEmpty() ? "(no title)" : title, link, published);
    }

    /** Elements of other vocabularies, such as media:title, share names with those of the feed. */
    private static boolean isForeign(XMLStreamReader reader) {
        return reader.getPrefix() != null && !reader.getPrefix().isEmpty();
    }

    private void take(String name, XMLStreamReader reader) throws XMLStreamException {
        switch (name) {
            case "title" -> takeTitle(shortened(text(reader), MAX_TEXT));
            case "guid", "id" -> id = inEntry ? text(reader) : id;
            case "link" -> takeLink(reader);
            case "pubDate", "published" -> published = inEntry ? instant(text(reader)) : published;
            case "updated" -> published = inEntry && published == null ? instant(text(reader)) : published;
            default -> {
                // Whatever else a feed says is not shown.
            }
        }
    }

    private void takeTitle(String text) {
        if (inEntry) {
            title = text;
        } else if (feedTitle.isEmpty()) {
            feedTitle = text;
        }
    }

    /** RSS has the address as text; Atom as an attribute, of several links the one to the page. */
    private void takeLink(XMLStreamReader reader) throws XMLStreamException {
        String href = reader.getAttributeValue(null, "href");
        String relation = reader.getAttributeValue(null, "rel");
        String address = href == null ? text(reader) : href;
        if (inEntry && link == null && (relation == null || relation.equals("alternate"))) {
            link = pageAddress(address.strip());
        }
    }

    private String pageAddress(String address) {
        try {
            URI page = url.resolve(address);
            boolean web = "http".equalsIgnoreCase(page.getScheme()) || "https".equalsIgnoreCase(page.getScheme());
            return web && page.toString().length() <= MAX_LINK ? page.toString() : null;
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    /** The text of the element, markup inside it left out; the reader then stands at the element's end. */
    private static String text(XMLStreamReader reader) throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        for (int depth = 1; depth > 0; ) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> depth++;
                case XMLStreamConstants.END_ELEMENT -> depth--;
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    text.append(reader.getText());
                default -> {
                    // Comments and processing instructions are no text.
                }
            }
        }
        return text.toString().strip().replaceAll("\\s+", " ");
    }

    private static Instant instant(String text) {
        for (DateTimeFormatter format :
                new DateTimeFormatter[] {DateTimeFormatter.ISO_OFFSET_DATE_TIME, DateTimeFormatter.RFC_1123_DATE_TIME
                }) {
            try {
                return ZonedDateTime.parse(text, format).toInstant();
            } catch (DateTimeParseException notInThisFormat) {
                continue;
            }
        }
        return null;
    }

    private static String shortened(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(limit - 2)) ? limit - 2 : limit - 1;
        return text.substring(0, end) + "…";
    }
}
