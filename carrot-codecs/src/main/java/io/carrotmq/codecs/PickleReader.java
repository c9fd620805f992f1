package io.carrotmq.codecs;

import java.nio.charset.CharacterCodingException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a tree of a pickle. Lists, tuples and sets become arrays, dictionaries objects. The memo shares parts, so that the
 * tree takes no more room than the pickle; a part may contain itself. For one use.
 *
 * <p>Our own, because the one library there is, net.razorvine:pickle (1.5), cannot be bounded: it allocates what a length
 * says before it looks for the bytes, puts lists into hash tables as keys, whose hashes a nest of 60 makes endless, takes
 * malformed text, whatever follows the end and calls to constructors of its own, and loses the order of dictionaries.
 */
final class PickleReader {
    private static final int NEWEST_PROTOCOL = 5;

    private final JsonNodeFactory nodes = JsonNodeFactory.instance;
    private final int length;
    private final PickleInput input;
    private final PickleScalars scalars;
    private final Map<Long, Object> memo = new HashMap<>();
    /** What is being made: nodes, and names of callables. */
    private List<Object> stack = new ArrayList<>();
    /** The stacks below each mark. */
    private final Deque<List<Object>> marked = new ArrayDeque<>();
    /** How many bytes calls have made of texts. */
    private long encoded;

    PickleReader(byte[] content) {
        this.length = content.length;
        this.input = new PickleInput(content);
        this.scalars = new PickleScalars(input);
    }

    JsonNode value() throws CharacterCodingException {
        PickleOpcode opcode = PickleOpcode.of(input.unsignedByte());
        while (opcode != PickleOpcode.STOP) {
            execute(opcode);
            opcode = PickleOpcode.of(input.unsignedByte());
        }
        JsonNode value = popNode();
        if (input.left() > 0 || !stack.isEmpty() || !marked.isEmpty()) {
            throw input.malformed("something beside the one value");
        }
        return value;
    }

    private void execute(PickleOpcode opcode) throws CharacterCodingException {
        JsonNode scalar = scalars.read(opcode);
        if (scalar != null) {
            push(scalar);
            return;
        }
        switch (opcode) {
            case PROTO -> protocol(input.unsignedByte());
            case FRAME -> frame(input.number(8));
            case MARK -> {
                marked.push(stack);
                stack = new ArrayList<>();
            }
            case POP -> pop();
            case POP_MARK -> popMark();
            case DUP -> push(peek());
            case EMPTY_DICT -> push(nodes.objectNode());
            case DICT -> {
                ObjectNode dictionary = nodes.objectNode();
                put(dictionary, popMark());
                push(dictionary);
            }
            case EMPTY_LIST, EMPTY_TUPLE, EMPTY_SET -> push(nodes.arrayNode());
            case LIST, TUPLE, FROZENSET -> push(array(popMark()));
            case TUPLE1 -> push(array(pop(1)));
            case TUPLE2 -> push(array(pop(2)));
            case TUPLE3 -> push(array(pop(3)));
            case APPEND -> append(pop(1));
            case APPENDS, ADDITEMS -> append(popMark());
            case SETITEM -> put(pop(2));
            case SETITEMS -> put(popMark());
            case PUT -> memo.put(scalars.index(), peek());
            case BINPUT -> memo.put(input.number(1), peek());
            case LONG_BINPUT -> memo.put(input.number(4), peek());
            case MEMOIZE -> memo.put((long) memo.size(), peek());
            case GET -> push(remembered(scalars.index()));
            case BINGET -> push(remembered(input.number(1)));
            case LONG_BINGET -> push(remembered(input.number(4)));
            case GLOBAL -> push(PickleCallable.named(scalars.ascii(), scalars.ascii()));
            case STACK_GLOBAL -> {
                List<Object> names = pop(2);
                push(PickleCallable.named(text(names.get(0)), text(names.get(1))));
            }
            case REDUCE -> reduce(pop(2));
            default -> throw input.malformed("an end inside");
        }
    }

    private void protocol(int version) {
        if (version > NEWEST_PROTOCOL) {
            throw input.malformed("protocol " + version);
        }
    }

    private void frame(long size) {
        if (size < 0 || size > input.left()) {
            throw input.malformed("a frame of " + size + " with " + input.left() + " bytes left");
        }
    }

    private void reduce(List<Object> called) {
        if (!(called.get(0) instanceof PickleCallable callable) || !(called.get(1) instanceof ArrayNode arguments)) {
            throw Messages.noPlainData(PickleCodecs.MEDIA_TYPE, "a call");
        }
        JsonNode made = callable.call(arguments);
        if (callable == PickleCallable.ENCODE) {
            count(made.binaryValue().length);
        }
        push(made);
    }

    /** Each text is written for one call; of one that is remembered for many, as many copies would be made. */
    private void count(int bytes) {
        encoded += bytes;
        if (encoded > length) {
            throw Messages.beyondBound(PickleCodecs.MEDIA_TYPE, "bytes made of texts", length);
        }
    }

    private ArrayNode array(List<Object> elements) {
        ArrayNode array = nodes.arrayNode(elements.size());
        elements.forEach(element -> array.add(node(element)));
        return array;
    }

    private void append(List<Object> elements) {
        if (!(peek() instanceof ArrayNode array)) {
            throw input.malformed("elements of what is no list");
        }
        elements.forEach(element -> array.add(node(element)));
    }

    private void put(List<Object> members) {
        if (!(peek() instanceof ObjectNode object)) {
            throw input.malformed("members of what is no dictionary");
        }
        put(object, members);
    }

    private void put(ObjectNode object, List<Object> members) {
        if (members.size() % 2 != 0) {
            throw input.malformed("a key without value");
        }
        for (int i = 0; i < members.size(); i += 2) {
            String key = key(node(members.get(i)));
            if (object.has(key)) {
                throw input.malformed("two members of one name");
            }
            object.set(key, node(members.get(i + 1)));
        }
    }

    private static String key(JsonNode key) {
        boolean number =
                key.isIntegralNumber() && !key.isBigInteger(); // whose digits, of one remembered, are many each time
        if (!key.isString() && !number && !key.isBoolean()) {
            throw Messages.noPlainData(PickleCodecs.MEDIA_TYPE, "a key that is no text");
        }
        return key.asString();
    }

    private Object remembered(long index) {
        Object value = memo.get(index);
        if (value == null) {
            throw input.malformed("nothing remembered as " + index);
        }
        return value;
    }

    /** Not where the argument is evaluated: that may take a mark away, and with it the stack. */
    private void push(Object value) {
        stack.add(value);
    }

    private Object peek() {
        if (stack.isEmpty()) {
            throw input.malformed("an empty stack");
        }
        return stack.get(stack.size() - 1);
    }

    private Object pop() {
        Object top = peek();
        stack.remove(stack.size() - 1);
        return top;
    }

    private List<Object> pop(int count) {
        List<Object> popped = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            popped.add(pop());
        }
        Collections.reverse(popped);
        return popped;
    }

    private List<Object> popMark() {
        if (marked.isEmpty()) {
            throw input.malformed("a missing mark");
        }
        List<Object> above = stack;
        stack = marked.pop();
        return above;
    }

    private JsonNode popNode() {
        return node(pop());
    }

    private JsonNode node(Object value) {
        if (value instanceof JsonNode node) {
            return node;
        }
        throw Messages.noPlainData(PickleCodecs.MEDIA_TYPE, "the name of something to call");
    }

    private String text(Object value) {
        return value instanceof JsonNode node && node.isString() ? node.stringValue() : "";
    }
}
