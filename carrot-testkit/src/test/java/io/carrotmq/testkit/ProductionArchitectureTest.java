package io.carrotmq.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.carrotmq.testkit", importOptions = DoNotIncludeTests.class)
class ProductionArchitectureTest {

    @ArchTest
    static final ArchRule publicTypesAreTheOnesOfTheApi = classes()
            .that()
            .arePublic()
            .and()
            .areTopLevelClasses()
            .should()
            .haveNameMatching(
                    ".*\\.(Await|Broker|DebianPackages|Direction|EmbeddedActiveMq|EmbeddedArtemis|EmbeddedQpid|FaultProxy|Fresh|Management|Peer|RabbitMq|RabbitVersion|StompBroker|StompProcess|TlsIdentity|WithBroker)")
            .because("everything else is free to change");

    @ArchTest
    static final ArchRule containersStayBehindTheirSource = noClasses()
            .that()
            .doNotHaveSimpleName("RabbitContainer")
            .and()
            .doNotHaveSimpleName("DockerRabbit")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.testcontainers..", "com.github.dockerjava..")
            .because("Testcontainers is an optional dependency");
}
