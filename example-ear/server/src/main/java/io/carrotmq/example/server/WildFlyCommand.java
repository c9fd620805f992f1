package io.carrotmq.example.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The command line of {@code bin/standalone.sh}, without the shell: the process started is the server itself. */
record WildFlyCommand(Path home, BaseDirectory base, int httpPort, int managementPort, List<String> options) {

    List<String> line() {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of("-Xms64m", "-Xmx512m", "-XX:MaxMetaspaceSize=256m"));
        line.addAll(opened());
        define(line, "java.awt.headless", "true");
        define(line, "java.net.preferIPv4Stack", "true");
        define(line, "jboss.modules.system.pkgs", "org.jboss.byteman");
        define(line, "org.jboss.boot.log.file", base.bootLog().toString());
        define(
                line,
                "logging.configuration",
                base.loggingConfiguration().toUri().toString());
        line.addAll(options);
        line.addAll(List.of("-jar", home.resolve("jboss-modules.jar").toString()));
        line.addAll(List.of("-mp", home.resolve("modules").toString(), "org.jboss.as.standalone"));
        define(line, "jboss.home.dir", home.toString());
        define(line, "jboss.server.base.dir", base.path().toString());
        define(line, "jboss.bind.address", "127.0.0.1");
        define(line, "jboss.bind.address.management", "127.0.0.1");
        define(line, "jboss.http.port", Integer.toString(httpPort));
        define(line, "jboss.management.http.port", Integer.toString(managementPort));
        define(line, "jboss.tx.node.id", UUID.randomUUID().toString().substring(0, 23));
        define(line, "jboss.deployment.scanner.rollback.on.failure", "true");
        line.add("--properties=" + base.systemProperties().toUri());
        return line;
    }

    static Path checkedHome(Path home) {
        if (!Files.isRegularFile(home.resolve("jboss-modules.jar"))) {
            throw new WildFlyException("No WildFly in " + home.toAbsolutePath()
                    + ": build the module example-ear/server first, it provisions one into target/wildfly");
        }
        return home.toAbsolutePath().normalize();
    }

    private static void define(List<String> line, String name, String value) {
        line.add("-D" + name + "=" + value);
    }

    /** The packages of the JDK that {@code bin/common.sh} opens. */
    private static List<String> opened() {
        return List.of(
                "--add-exports=java.desktop/sun.awt=ALL-UNNAMED",
                "--add-exports=java.naming/com.sun.jndi.ldap=ALL-UNNAMED",
                "--add-exports=java.naming/com.sun.jndi.url.ldap=ALL-UNNAMED",
                "--add-exports=java.naming/com.sun.jndi.url.ldaps=ALL-UNNAMED",
                "--add-exports=jdk.naming.dns/com.sun.jndi.dns=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.lang.invoke=ALL-UNNAMED",
                "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
                "--add-opens=java.base/java.io=ALL-UNNAMED",
                "--add-opens=java.base/java.net=ALL-UNNAMED",
                "--add-opens=java.base/java.security=ALL-UNNAMED",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                "--add-opens=java.management/javax.management=ALL-UNNAMED",
                "--add-opens=java.naming/javax.naming=ALL-UNNAMED");
    }
}
