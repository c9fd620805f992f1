package io.carrotmq.codec;

import java.util.Locale;

/** A content type taken apart: its lower-case name, and its charset parameter if it has one. */
record MediaType(String name, String charset) {
    static final String DATA = "application/data";
    static final String JSON = "application/json";

    static MediaType parse(String contentType) {
        if (contentType == null || contentType.isBlank()) {
            return new MediaType(DATA, null);
        }
        String[] parts = contentType.split(";", -1);
        String charset = null;
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].trim();
            if (parameter.regionMatches(true, 0, "charset=", 0, 8)) {
                charset = parameter.substring(8).replace("\"", "").trim();
            }
        }
        return new MediaType(parts[0].trim().toLowerCase(Locale.ROOT), charset);
    }

    /** The charset parameter is part of the type and wins over the content encoding. */
    String charsetOr(String contentEncoding) {
        return charset != null ? charset : contentEncoding;
    }
}
