package io.carrotmq;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.carrotmq", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule dependsOnTheJdkOnly = classes()
            .that()
            .resideOutsideOfPackage("io.carrotmq.codec")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.carrotmq",
                    "io.carrotmq.codec",
                    "io.carrotmq.event",
                    "io.carrotmq.spi",
                    "io.carrotmq.topology",
                    "java..");

    @ArchTest
    static final ArchRule codecsMayUseJsonBinding = classes()
            .that()
            .resideInAPackage("io.carrotmq.codec")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.carrotmq", "io.carrotmq.codec", "io.carrotmq.event", "java..", "jakarta.json.bind..");

    @ArchTest
    static final ArchRule standardStreamsAreNotOurs = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule nothingMutableIsStatic = fields().that()
            .areStatic()
            .and()
            .doNotHaveModifier(JavaModifier.SYNTHETIC)
            .should()
            .beFinal();

    @ArchTest
    static final ArchRule onlyTheCataloguesMakeExceptions = noClasses()
            .that()
            .haveNameNotMatching(".*\\.(Messages|CodecErrors|ConnectionFactoryProvider)")
            .and()
            .areNotAssignableTo(CarrotException.class)
            .should()
            .callConstructorWhere(DescribedPredicate.<JavaConstructorCall>describe(
                    "the target is a CarrotException",
                    call -> call.getTargetOwner().isAssignableTo(CarrotException.class)));
}
