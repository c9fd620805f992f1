package io.carrotmq;

/**
 * Bodies whose content type the sender names, and which are therefore not encoded: bytes go as they are, text in the
 * character set of the content encoding.
 */
final class GivenContent {
    private static final String TEXT = "utf-8";
    private static final String BINARY = "binary";

    private final Properties text;
    private final Labels ofText;
    private final Labels ofBytes;

    GivenContent(Properties given, Compressor compressor) {
        text = stating(given, TEXT);
        ofText = new Labels(text, compressor);
        ofBytes = new Labels(stating(given, BINARY), compressor);
    }

    private static Properties stating(Properties given, String encoding) {
        return given.contentEncoding() != null
                ? given
                : given.toBuilder().contentEncoding(encoding).build();
    }

    OutgoingMessage message(SendOptions target, Object body) {
        if (body instanceof byte[] bytes) {
            return ofBytes.message(target, bytes, null);
        }
        if (body instanceof CharSequence characters) {
            return ofText.message(target, CharacterSet.bytes(target, characters, text.contentEncoding()), null);
        }
        throw Messages.notAsGiven(target, body, text.contentType());
    }
}
