package io.carrotmq.benchmarks;

import java.util.List;
import java.util.Locale;

/** Bars for how much each client sends and takes relative to the raw one, as an SVG image for light and dark pages. */
final class Chart {
    private static final int LEFT = 340;
    private static final int UNIT = 180; // the length of a bar as fast as the raw client
    private static final double LONGEST = 3;
    private static final int BAR = 11;
    private static final int GROUP = 32;
    private static final int TOP = 48;
    private static final int RAW = 1;

    private Chart() {}

    static String of(List<Row> rows) {
        StringBuilder svg = new StringBuilder();
        int height = TOP + rows.size() * GROUP + 12;
        svg.append(String.format(Locale.ROOT, """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 %1$d" width="900" height="%1$d" role="img" \
                aria-label="Messages per second relative to the raw client">
                <style>
                text { font: 12px system-ui, sans-serif; fill: #24292f }
                .carrot { fill: #d9731a } .other { fill: #8c959f } line { stroke: #57606a; stroke-dasharray: 3 3 }
                @media (prefers-color-scheme: dark) { text { fill: #d0d7de } .carrot { fill: #f08c3a } .other { fill: #6e7781 } \
                line { stroke: #8b949e } }
                </style>
                """, height));
        svg.append(text(LEFT + UNIT - 40, 18, "raw client = 1"));
        svg.append("<rect class=\"carrot\" x=\"10\" y=\"8\" width=\"11\" height=\"11\"/>")
                .append(text(26, 18, "Carrot"));
        svg.append("<rect class=\"other\" x=\"90\" y=\"8\" width=\"11\" height=\"11\"/>")
                .append(text(106, 18, "Spring AMQP"));
        svg.append(String.format(
                Locale.ROOT, "<line x1=\"%1$d\" x2=\"%1$d\" y1=\"26\" y2=\"%2$d\"/>%n", LEFT + UNIT, height - 8));
        for (int i = 0; i < rows.size(); i++) {
            append(svg, rows.get(i), TOP + i * GROUP);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void append(StringBuilder svg, Row row, int y) {
        svg.append(text(10, y + 5, row.broker() + ", " + row.of().title() + ", " + Report.size(row.size())));
        for (int client = 0, bar = 0; client < row.clients().size(); client++) {
            if (client != RAW) {
                double ratio = row.ratio(client, RAW);
                double length = UNIT * Math.min(LONGEST, ratio);
                svg.append(String.format(
                        Locale.ROOT,
                        "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.0f\" height=\"%d\"/>",
                        client == 0 ? "carrot" : "other",
                        LEFT,
                        y - BAR + bar * (BAR + 1),
                        length,
                        BAR));
                svg.append(text(
                        LEFT + (int) length + 6, y - 1 + bar * (BAR + 1), String.format(Locale.ROOT, "%.2f", ratio)));
                bar++;
            }
        }
    }

    private static String text(int x, int y, String text) {
        return "<text x=\"" + x + "\" y=\"" + y + "\">" + text + "</text>\n";
    }
}
