package io.carrotmq;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Nobody sleeps, tests least of all: they wait for a condition. */
@AnalyzeClasses(
        packages = {
            "io.carrotmq.config",
            "io.carrotmq.transport",
            "io.carrotmq.engine",
            "io.carrotmq.ra",
            "io.carrotmq.contract",
            "io.carrotmq.redelivery"
        })
class NoSleepTest {
    @ArchTest
    static final ArchRule NO_SLEEP = noClasses().should().callMethodWhere(sleeps());

    private static DescribedPredicate<JavaMethodCall> sleeps() {
        return DescribedPredicate.describe(
                "it sleeps", call -> call.getTarget().getName().equals("sleep"));
    }
}
