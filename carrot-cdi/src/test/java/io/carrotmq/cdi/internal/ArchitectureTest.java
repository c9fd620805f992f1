package io.carrotmq.cdi.internal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.carrotmq.CarrotException;

@AnalyzeClasses(packages = "io.carrotmq.cdi", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule dependsOnTheApiOnly = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.carrotmq.cdi..",
                    "io.carrotmq",
                    "io.carrotmq.codec",
                    "io.carrotmq.event",
                    "io.carrotmq.topology",
                    "io.carrotmq.spi",
                    "jakarta.enterprise..",
                    "jakarta.inject..",
                    "jakarta.transaction..",
                    "javax.naming..",
                    "org.eclipse.microprofile.config",
                    "java..");

    /** Without it the extension must load. */
    @ArchTest
    static final ArchRule microProfileIsKnownToOneClass = noClasses()
            .that()
            .doNotHaveSimpleName("MicroProfileSource")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.eclipse.microprofile..");

    @ArchTest
    static final ArchRule annotationsDoNotKnowTheExtension = noClasses()
            .that()
            .resideInAnyPackage("io.carrotmq.cdi", "io.carrotmq.cdi.spi")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.carrotmq.cdi.internal");

    @ArchTest
    static final ArchRule partsHaveNoCycles =
            slices().matching("io.carrotmq.cdi.internal.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule piecesOfConsumingHaveNoCycles =
            slices().matching("io.carrotmq.cdi.internal.consume.(*)").should().beFreeOfCycles();

    /** What reads methods and what runs them have only their plan in common. */
    @ArchTest
    static final ArchRule readingAndRunningDoNotKnowEachOther = slices().matching(
                    "io.carrotmq.cdi.internal.consume.(*)")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(
                    DescribedPredicate.alwaysTrue(),
                    JavaClass.Predicates.resideInAPackage("io.carrotmq.cdi.internal.consume.plan"));

    @ArchTest
    static final ArchRule partsDoNotKnowWhatPutsThemTogether = noClasses()
            .that()
            .resideInAPackage("io.carrotmq.cdi.internal.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.carrotmq.cdi.internal");

    /** That API is there only where something implements it. */
    @ArchTest
    static final ArchRule oneClassKnowsTransactions = noClasses()
            .that()
            .haveNameNotMatching(".*\\.JtaTransactions(\\$.*)?")
            .should()
            .dependOnClassesThat(DescribedPredicate.describe(
                    "are of Jakarta Transactions", type -> type.getPackageName().startsWith("jakarta.transaction")));

    @ArchTest
    static final ArchRule standardStreamsAreNotOurs = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule onlyMessagesMakesExceptions = noClasses()
            .that()
            .doNotHaveSimpleName("Messages")
            .should()
            .callConstructorWhere(DescribedPredicate.describe(
                    "the target is a CarrotException", call -> isCarrotException(call.getTargetOwner())));

    /** What a static field holds outlives the application, and keeps its class loader. */
    @ArchTest
    static final ArchRule nothingMutableIsStatic = fields().that()
            .areStatic()
            .and()
            .doNotHaveModifier(JavaModifier.SYNTHETIC)
            .should()
            .beFinal();

    private static boolean isCarrotException(JavaClass type) {
        return type.isAssignableTo(CarrotException.class);
    }
}
