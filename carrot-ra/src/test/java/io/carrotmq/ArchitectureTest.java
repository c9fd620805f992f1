package io.carrotmq;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which package may know which. */
@AnalyzeClasses(
        packages = {"io.carrotmq.config", "io.carrotmq.transport", "io.carrotmq.engine", "io.carrotmq.ra"},
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule ONLY_THE_AMQP_TRANSPORT_KNOWS_THE_CLIENT_LIBRARY = noClasses()
            .that()
            .resideOutsideOfPackage("io.carrotmq.transport.amqp")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.rabbitmq..");

    @ArchTest
    static final ArchRule ONLY_THE_STOMP_TRANSPORT_KNOWS_THE_STOMP_LIBRARY = noClasses()
            .that()
            .resideOutsideOfPackages("io.carrotmq.transport.stomp", "io.carrotmq.config")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.carrotmq.stomp..");

    @ArchTest
    static final ArchRule SETTINGS_KNOW_HOW_BROKERS_FAIL_OVER_AND_NO_MORE_OF_STOMP = noClasses()
            .that()
            .resideInAPackage("io.carrotmq.config..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.carrotmq.stomp.frame..",
                    "io.carrotmq.stomp.command..",
                    "io.carrotmq.stomp.session..",
                    "io.carrotmq.stomp.client..");

    @ArchTest
    static final ArchRule ONLY_THE_ADAPTER_KNOWS_JAKARTA = noClasses()
            .that()
            .resideInAnyPackage("io.carrotmq.config..", "io.carrotmq.transport..", "io.carrotmq.engine..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta..");

    @ArchTest
    static final ArchRule SETTINGS_KNOW_NOTHING_ABOVE_THEM = noClasses()
            .that()
            .resideInAPackage("io.carrotmq.config..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.carrotmq.transport..", "io.carrotmq.engine..", "io.carrotmq.ra..");

    @ArchTest
    static final ArchRule TRANSPORTS_KNOW_NEITHER_ENGINE_NOR_ADAPTER = noClasses()
            .that()
            .resideInAPackage("io.carrotmq.transport..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.carrotmq.engine..", "io.carrotmq.ra..");

    @ArchTest
    static final ArchRule THE_ENGINE_DOES_NOT_KNOW_THE_ADAPTER = noClasses()
            .that()
            .resideInAPackage("io.carrotmq.engine..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.carrotmq.ra..");

    @ArchTest
    static final ArchRule TRANSPORTS_DO_NOT_KNOW_EACH_OTHER =
            slices().matching("io.carrotmq.transport.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule THE_TWO_HALVES_DO_NOT_KNOW_EACH_OTHER =
            slices().matching("io.carrotmq.ra.(*bound)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.carrotmq.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_STANDARD_STREAMS = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule THREADS_COME_FROM_ONE_PLACE = noClasses()
            .that()
            .doNotHaveSimpleName("EngineThreads")
            .should()
            .callConstructorWhere(com.tngtech.archunit.base.DescribedPredicate.describe(
                    "a thread is constructed", call -> call.getTargetOwner().isAssignableTo(Thread.class)));

    @ArchTest
    static final ArchRule ERRORS_ARE_BUILT_BY_THEIR_CATALOGUE = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Messages")
            .and()
            .resideInAnyPackage(
                    "io.carrotmq.config..", "io.carrotmq.transport..", "io.carrotmq.engine..", "io.carrotmq.ra..")
            .should()
            .callConstructorWhere(com.tngtech.archunit.base.DescribedPredicate.describe(
                    "an exception of the API is constructed",
                    call -> call.getTargetOwner().isAssignableTo(CarrotException.class)));

    @ArchTest
    static final ArchRule CATALOGUES_ARE_NOT_PUBLIC =
            classes().that().haveSimpleName("Messages").should().notBePublic();
}
