package io.carrotmq.codecs;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import tools.jackson.databind.JsonNode;

/** The nodes of YAML that write a tree. Texts are quoted unless every version of YAML takes them for texts. */
final class YamlNodes {
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Set<String> NO_TEXTS =
            Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf");

    private YamlNodes() {}

    static Node of(JsonNode tree) {
        if (tree.isObject()) {
            List<NodeTuple> members = new ArrayList<>();
            tree.properties()
                    .forEach(member -> members.add(new NodeTuple(text(member.getKey()), of(member.getValue()))));
            return new MappingNode(Tag.MAP, members, members.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK);
        }
        if (tree.isArray()) {
            List<Node> elements = new ArrayList<>();
            tree.forEach(element -> elements.add(of(element)));
            return new SequenceNode(Tag.SEQ, elements, elements.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK);
        }
        if (tree.isBinary()) {
            return new ScalarNode(
                    Tag.BINARY, Base64.getEncoder().encodeToString(tree.binaryValue()), ScalarStyle.DOUBLE_QUOTED);
        }
        if (tree.isIntegralNumber()) {
            return plain(Tag.INT, tree.asString());
        }
        if (tree.isNumber()) {
            return plain(Tag.FLOAT, decimal(tree));
        }
        if (tree.isBoolean()) {
            return plain(Tag.BOOL, tree.asString());
        }
        return tree.isNull() ? plain(Tag.NULL, "null") : text(tree.asString());
    }

    private static ScalarNode plain(Tag tag, String text) {
        return new ScalarNode(tag, text, ScalarStyle.PLAIN);
    }

    private static ScalarNode text(String text) {
        boolean word = WORD.matcher(text).matches() && !NO_TEXTS.contains(text.toLowerCase(Locale.ROOT));
        return new ScalarNode(Tag.STR, text, word ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED);
    }

    /** YAML 1.1 takes for a number only what has a dot, and a sign in its exponent. */
    private static String decimal(JsonNode number) {
        double value = number.doubleValue();
        if (number.isBigDecimal() || Double.isFinite(value)) {
            String text = number.asString();
            int exponent = text.indexOf('E');
            String digits = exponent < 0 ? text : text.substring(0, exponent);
            String power = exponent < 0 ? "" : text.substring(exponent + 1);
            String sign = power.isEmpty() || power.startsWith("-") || power.startsWith("+") ? "" : "+";
            return (digits.contains(".") ? digits : digits + ".0") + (power.isEmpty() ? "" : "e" + sign + power);
        }
        return Double.isNaN(value) ? ".nan" : value < 0 ? "-.inf" : ".inf";
    }
}
