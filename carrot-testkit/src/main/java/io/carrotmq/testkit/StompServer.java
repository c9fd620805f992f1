package io.carrotmq.testkit;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The main class of a broker's own process. It answers what comes as lines from its input, and ends with its input: not
 * even a test JVM that is killed leaves it behind.
 */
final class StompServer {

    static final String SEPARATOR = "\t";
    static final String REFUSED = "!";

    private static final String ANSWERED = "=";

    private final StompNode node;

    private StompServer(StompNode node) {
        this.node = node;
    }

    /** The brokers it can be. */
    enum Kind {
        ACTIVEMQ {
            @Override
            StompNode start(StompNode.Settings settings) throws Exception {
                return new ActiveMqNode(settings);
            }
        },
        ARTEMIS {
            @Override
            StompNode start(StompNode.Settings settings) throws Exception {
                return new ArtemisNode(settings);
            }
        };

        abstract StompNode start(StompNode.Settings settings) throws Exception;
    }

    /** Starts it with the class path of this JVM; errors go to that file. */
    static Process launch(Kind kind, Path folder, int port, Path console) throws IOException {
        List<String> words = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                StompServer.class.getName(),
                kind.name(),
                folder.toString(),
                Integer.toString(port));
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(folder.toFile()).redirectError(Redirect.appendTo(console.toFile()));
        // What is set for the tests' JVM, such as an agent or another heap, is not for this one.
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        return builder.start();
    }

    /** @param arguments the kind, the folder and the port */
    public static void main(String[] arguments) throws Exception {
        StompNode node = Kind.valueOf(arguments[0])
                .start(new StompNode.Settings(
                        new File(arguments[1], "data").toPath(), true, Integer.parseInt(arguments[2])));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node), "carrot-testkit-stop"));
        new StompServer(node).serve();
        Runtime.getRuntime().halt(0);
    }

    private void serve() throws IOException {
        try (BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
                PrintStream answers =
                        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8)) {
            for (String line = questions.readLine(); line != null; line = questions.readLine()) {
                String[] words = line.split(SEPARATOR);
                String[] question = Arrays.copyOfRange(words, 1, words.length);
                answers.println(answer(words[0], question));
            }
        }
    }

    private String answer(String number, String[] question) {
        try {
            return String.join(SEPARATOR, ANSWERED, number, answer(question));
        } catch (Exception e) {
            return String.join(SEPARATOR, REFUSED, number, e.toString().replace('\n', ' '));
        }
    }

    private String answer(String[] question) throws Exception {
        switch (question[0]) {
            case "messages":
                return Long.toString(node.messages(question[1]));
            case "unacknowledged":
                return Long.toString(node.unacknowledged(question[1]));
            case "exists":
                return Boolean.toString(node.queueExists(question[1]));
            case "delete":
                node.deleteQueue(question[1]);
                return "done";
            case "purge":
                node.purgeQueue(question[1]);
                return "done";
            case "connections":
                return Integer.toString(node.connections());
            case "listen":
                return Integer.toString(node.listen(Integer.parseInt(question[1]), Path.of(question[2]), question[3]));
            default:
                throw new IllegalArgumentException("Nobody knows '" + question[0] + "'");
        }
    }

    private static void stop(StompNode node) {
        try {
            node.stop();
        } catch (Exception e) {
            System.getLogger(StompServer.class.getName())
                    .log(System.Logger.Level.WARNING, "The broker did not stop properly", e);
        }
    }
}
