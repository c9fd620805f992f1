package io.carrotmq.codecs;

import java.util.Arrays;

/** The instructions of pickle that make plain data. Those that look up or call are there for five names only. */
enum PickleOpcode {
    PROTO(0x80),
    FRAME(0x95),
    STOP('.'),
    MARK('('),
    POP('0'),
    POP_MARK('1'),
    DUP('2'),
    NONE('N'),
    NEWTRUE(0x88),
    NEWFALSE(0x89),
    INT('I'),
    BININT('J'),
    BININT1('K'),
    BININT2('M'),
    LONG('L'),
    LONG1(0x8a),
    LONG4(0x8b),
    FLOAT('F'),
    BINFLOAT('G'),
    STRING('S'),
    BINSTRING('T'),
    SHORT_BINSTRING('U'),
    UNICODE('V'),
    BINUNICODE('X'),
    SHORT_BINUNICODE(0x8c),
    BINUNICODE8(0x8d),
    BINBYTES('B'),
    SHORT_BINBYTES('C'),
    BINBYTES8(0x8e),
    BYTEARRAY8(0x96),
    EMPTY_LIST(']'),
    EMPTY_TUPLE(')'),
    EMPTY_DICT('}'),
    EMPTY_SET(0x8f),
    LIST('l'),
    TUPLE('t'),
    TUPLE1(0x85),
    TUPLE2(0x86),
    TUPLE3(0x87),
    DICT('d'),
    FROZENSET(0x91),
    APPEND('a'),
    APPENDS('e'),
    SETITEM('s'),
    SETITEMS('u'),
    ADDITEMS(0x90),
    PUT('p'),
    BINPUT('q'),
    LONG_BINPUT('r'),
    MEMOIZE(0x94),
    GET('g'),
    BINGET('h'),
    LONG_BINGET('j'),
    GLOBAL('c'),
    STACK_GLOBAL(0x93),
    REDUCE('R');

    private static final PickleOpcode[] BY_CODE = new PickleOpcode[256];

    static {
        Arrays.stream(values()).forEach(opcode -> BY_CODE[opcode.code] = opcode);
    }

    private final int code;

    PickleOpcode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static PickleOpcode of(int code) {
        PickleOpcode opcode = BY_CODE[code];
        if (opcode == null) {
            throw Messages.noPlainData(PickleCodecs.MEDIA_TYPE, String.format("the opcode 0x%02x", code));
        }
        return opcode;
    }
}
