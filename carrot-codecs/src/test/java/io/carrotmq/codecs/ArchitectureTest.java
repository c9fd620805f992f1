package io.carrotmq.codecs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.carrotmq.CarrotException;
import io.carrotmq.cdi.Encoding;
import io.carrotmq.codec.CodecProvider;
import java.util.concurrent.TimeUnit;

@AnalyzeClasses(packages = "io.carrotmq.codecs", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    /** A provider and what loads with it links no library. */
    @ArchTest
    static final ArchRule providersLoadWithoutLibraries = noClasses()
            .that()
            .areAssignableTo(CodecProvider.class)
            .or()
            .belongToAnyOf(Library.class)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("tools.jackson..", "com.fasterxml..", "org.snakeyaml..", "org.msgpack..", "jakarta..");

    @ArchTest
    static final ArchRule onlyQualifiersKnowCdi = noClasses()
            .that()
            .areNotAnnotatedWith(Encoding.class)
            .and()
            .haveSimpleNameNotEndingWith("Literal")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.carrotmq.cdi..", "jakarta..");

    @ArchTest
    static final ArchRule dependsOnTheApi = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.carrotmq.engine..", "io.carrotmq.transport..", "io.carrotmq.ra..");

    @ArchTest
    static final ArchRule onlyProvidersAndQualifiersArePublic = classes()
            .that()
            .areTopLevelClasses()
            .and()
            .arePublic()
            .should()
            .beAssignableTo(CodecProvider.class)
            .orShould()
            .beAnnotatedWith(Encoding.class);

    @ArchTest
    static final ArchRule onlyYamlKnowsItsLibrary = noClasses()
            .that()
            .haveNameNotMatching(".*\\.Yaml[^.]*")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.snakeyaml..");

    @ArchTest
    static final ArchRule onlyMessagePackKnowsItsLibrary = noClasses()
            .that()
            .haveNameNotMatching(".*\\.MsgPack[^.]*")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.msgpack..");

    @ArchTest
    static final ArchRule standardStreamsAreNotOurs = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule onlyMessagesMakesExceptions = noClasses()
            .that()
            .doNotBelongToAnyOf(Messages.class)
            .should()
            .callConstructorWhere(DescribedPredicate.describe(
                    "the target is a CarrotException",
                    call -> call.getTargetOwner().isAssignableTo(CarrotException.class)));

    /** What a static field holds outlives the application, and keeps its class loader. */
    @ArchTest
    static final ArchRule nothingMutableIsStatic = fields().that()
            .areStatic()
            .and()
            .doNotHaveModifier(JavaModifier.SYNTHETIC)
            .should()
            .beFinal();

    @ArchTest
    static final ArchRule nobodySleeps = noClasses()
            .should()
            .accessTargetWhere(DescribedPredicate.describe(
                    "the target is a sleep of Thread or TimeUnit", ArchitectureTest::sleeps));

    private static boolean sleeps(JavaAccess<?> access) {
        var owner = access.getTargetOwner();
        return access.getName().equals("sleep")
                && (owner.isAssignableTo(Thread.class) || owner.isAssignableTo(TimeUnit.class));
    }
}
