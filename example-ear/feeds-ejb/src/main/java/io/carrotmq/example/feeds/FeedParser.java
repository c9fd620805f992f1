package io.carrotmq.example.feeds;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Parses RSS 2.0 and Atom. Document type declarations, and with them entities of any kind, are refused. */
final class FeedParser {
    private static final String ATOM = "http://www.w3.org/2005/Atom";
    private static final int MAX_ENTRIES = 200;

    private final XMLInputFactory factory = XMLInputFactory.newDefaultFactory();

    FeedParser() {
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    }

    Feed parse(byte[] xml, URI url) throws FeedException {
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(xml));
            try {
                return feed(reader, url);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            throw new FeedException("It is not well-formed XML: " + oneLine(e), e);
        }
    }

    private static Feed feed(XMLStreamReader reader, URI url) throws XMLStreamException, FeedException {
        toRoot(reader);
        String root = reader.getLocalName();
        if (root.equals("rss")) {
            return read(reader, new FeedReading(url, "item"));
        }
        if (root.equals("feed") && ATOM.equals(reader.getNamespaceURI())) {
            return read(reader, new FeedReading(url, "entry"));
        }
        throw new FeedException("It is neither RSS 2.0 nor Atom: its root element is '" + root + "'");
    }

    private static void toRoot(XMLStreamReader reader) throws XMLStreamException, FeedException {
        while (reader.next() != XMLStreamConstants.START_ELEMENT) {
            if (reader.getEventType() == XMLStreamConstants.DTD) {
                throw new FeedException("It has a document type declaration; such feeds are refused");
            }
        }
    }

    /** Both formats: a feed's elements and its entries', at whatever depth, told apart by their names. */
    private static Feed read(XMLStreamReader reader, FeedReading reading) throws XMLStreamException {
        List<FeedEntry> entries = new ArrayList<>();
        while (reader.hasNext() && entries.size() < MAX_ENTRIES) {
            int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                reading.start(reader);
            } else if (event == XMLStreamConstants.END_ELEMENT && reading.endsEntry(reader.getLocalName())) {
                entries.add(reading.entry());
            }
        }
        return new Feed(reading.feedTitle(), List.copyOf(entries));
    }

    private static String oneLine(XMLStreamException e) {
        String text = e.getMessage() == null ? "no reason given" : e.getMessage();
        return text.substring(text.lastIndexOf("Message: ") + 1)
                .replaceFirst("^essage: ", "")
                .replaceAll("\\s+", " ");
    }
}
