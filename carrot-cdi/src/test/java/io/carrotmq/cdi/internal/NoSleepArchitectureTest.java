package io.carrotmq.cdi.internal;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.concurrent.TimeUnit;

/** Unlike the other rules this one holds for the tests, too. */
@AnalyzeClasses(packages = "io.carrotmq.cdi")
class NoSleepArchitectureTest {
    @ArchTest
    static final ArchRule nobodySleeps = noClasses()
            .should()
            .accessTargetWhere(
                    describe("the target is a sleep of Thread or TimeUnit", NoSleepArchitectureTest::sleeps));

    private static boolean sleeps(JavaAccess<?> access) {
        var owner = access.getTargetOwner();
        return access.getName().equals("sleep")
                && (owner.isAssignableTo(Thread.class) || owner.isAssignableTo(TimeUnit.class));
    }
}
