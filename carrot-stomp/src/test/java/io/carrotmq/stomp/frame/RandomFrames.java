package io.carrotmq.stomp.frame;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Frames that can be written in a version, with everything that is hard for it. */
final class RandomFrames {
    private static final String[] NAMES = {"destination", "message-id", "content-type", "x", "x"};

    private final StompVersion version;
    private final Random random;
    private final List<Command> commands;

    RandomFrames(StompVersion version, Random random) {
        this.version = version;
        this.random = random;
        this.commands = Arrays.stream(Command.values())
                .filter(command -> Command.of(command.name(), version) != null)
                .toList();
    }

    StompFrame next() {
        Command command = commands.get(random.nextInt(commands.size()));
        boolean escapes = version != StompVersion.V1_0 && !command.isBeforeVersions();
        boolean unicode = version != StompVersion.V1_0 || command.isBeforeVersions();
        String cr = command.isBeforeVersions() ? "" : "\r";
        StompFrame.Builder frame = StompFrame.builder(command.name());
        for (int i = random.nextInt(8) * random.nextInt(6); i > 0; i--) {
            String name = random.nextBoolean()
                    ? NAMES[random.nextInt(NAMES.length)]
                    : text(1 + random.nextInt(12), cr + (escapes ? " :\n\\c" : " \\nc"), unicode);
            frame.header(name, text(random.nextInt(40), cr + (escapes ? ": \n\\ct" : ": \\cnt"), unicode));
        }
        byte[] body = new byte[random.nextInt(4) == 0 ? 1 << random.nextInt(15) : random.nextInt(40)];
        if (!command.mayHaveBody(version)) {
            return frame.build();
        }
        if (random.nextBoolean()) {
            random.nextBytes(body);
            frame.header("content-length", Integer.toString(body.length));
        } else {
            Arrays.fill(body, (byte) (1 + random.nextInt(255)));
        }
        return frame.body(body).build();
    }

    private String text(int length, String hard, boolean unicode) {
        StringBuilder text = new StringBuilder();
        boolean isHard = random.nextInt(3) == 0;
        for (int i = 0; i < length; i++) {
            if (isHard && random.nextInt(3) == 0) {
                text.append(hard.charAt(random.nextInt(hard.length())));
            } else if (unicode && isHard && random.nextInt(3) == 0) {
                text.appendCodePoint(codePoint());
            } else {
                text.append((char) ('a' + random.nextInt(26)));
            }
        }
        return text.toString();
    }

    private int codePoint() {
        int codePoint = 0x80 + random.nextInt(1 << 7 + random.nextInt(14));
        return codePoint > Character.MAX_CODE_POINT || codePoint >= 0xD800 && codePoint < 0xE000 ? 'é' : codePoint;
    }
}
