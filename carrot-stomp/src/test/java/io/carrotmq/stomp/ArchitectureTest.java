package io.carrotmq.stomp;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.carrotmq.stomp", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule EACH_LAYER_KNOWS_THOSE_BEFORE_IT = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("frame")
            .definedBy("io.carrotmq.stomp.frame..")
            .layer("command")
            .definedBy("io.carrotmq.stomp.command..")
            .layer("session")
            .definedBy("io.carrotmq.stomp.session..")
            .layer("failover")
            .definedBy("io.carrotmq.stomp.failover..")
            .layer("client")
            .definedBy("io.carrotmq.stomp.client..")
            .withOptionalLayers(true)
            .whereLayer("command")
            .mayOnlyBeAccessedByLayers("session", "failover", "client")
            .whereLayer("session")
            .mayOnlyBeAccessedByLayers("failover", "client")
            .whereLayer("failover")
            .mayOnlyBeAccessedByLayers("client")
            .whereLayer("client")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule THE_ROOT_KNOWS_NO_LAYER = noClasses()
            .that()
            .resideInAPackage("io.carrotmq.stomp")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.carrotmq.stomp.*..");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.carrotmq.stomp.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule THE_JDK_IS_ALL_IT_NEEDS =
            classes().should().onlyDependOnClassesThat().resideInAnyPackage("java..", "javax..", "io.carrotmq.stomp..");

    @ArchTest
    static final ArchRule ONLY_CLIENTS_HAVE_SOCKETS_AND_THREADS = noClasses()
            .that()
            .resideOutsideOfPackage("io.carrotmq.stomp.client..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching(
                    "java\\.lang\\.Thread|java\\.net\\..*Socket.*|java\\.nio\\.channels\\..*|javax\\.net\\..*");

    @ArchTest
    static final ArchRule NO_STANDARD_STREAMS = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule ERRORS_ARE_BUILT_BY_THEIR_CATALOGUE = noClasses()
            .that()
            .doNotHaveSimpleName("Messages")
            .and()
            .areNotAssignableTo(StompException.class)
            .should()
            .callConstructorWhere(describe(
                    "an exception of the library is constructed",
                    call -> call.getTargetOwner().isAssignableTo(StompException.class)));

    @ArchTest
    static final ArchRule CATALOGUES_ARE_NOT_PUBLIC =
            classes().that().haveSimpleName("Messages").should().notBePublic();

    /** What a static field holds outlives the application, and keeps its class loader. */
    @ArchTest
    static final ArchRule NOTHING_STATIC_CHANGES = fields().that()
            .areStatic()
            .and()
            .doNotHaveModifier(JavaModifier.SYNTHETIC)
            .should()
            .beFinal();

    /** A virtual thread that waits inside a monitor keeps its carrier, up to Java 23. */
    @ArchTest
    static final ArchRule NO_MONITORS = com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods()
            .should()
            .haveModifier(JavaModifier.SYNCHRONIZED);

    /** Tests, too. */
    @AnalyzeClasses(packages = "io.carrotmq.stomp")
    static class WithTests {
        @ArchTest
        static final ArchRule NOBODY_SLEEPS = noClasses()
                .should()
                .callMethodWhere(target(name("sleep")))
                .because("a condition that is awaited is faster and does not fail on a busy machine");
    }
}
