package io.carrotmq.cdi.internal.consume;

import io.carrotmq.ConfigurationException;
import io.carrotmq.cdi.internal.broker.Application;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.ProcessManagedBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the methods that consume, all of one application. For the thread that deploys it. */
final class ConsumeReader {
    private final Application application;
    private final List<ConsumingBean> beans = new ArrayList<>();
    private final List<ConsumerPlan> plans = new ArrayList<>();
    private final List<ConfigurationException> problems = new ArrayList<>();

    ConsumeReader(Application application) {
        this.application = application;
    }

    /** Takes a bean, if it has such methods. */
    void add(ProcessManagedBean<?> event) {
        ConsumingBean bean = new ConsumingBean(event.getBean(), event.getAnnotatedBeanClass());
        if (!bean.methods().isEmpty()) {
            beans.add(bean);
        }
    }

    /** {@return a plan for each method in which nothing is wrong} */
    List<ConsumerPlan> plans() {
        read();
        return List.copyOf(plans);
    }

    /** {@return everything that is wrong} */
    List<ConfigurationException> problems() {
        read();
        return List.copyOf(problems);
    }

    /** What has been read is not read again. */
    private void read() {
        for (ConsumingBean bean : beans) {
            for (AnnotatedMethod<?> method : bean.methods()) {
                new MethodReader(application, bean, method, problems).read().ifPresent(plans::add);
            }
        }
        if (!beans.isEmpty()) {
            checkIds();
        }
        beans.clear();
    }

    private void checkIds() {
        Map<String, List<String>> methods = new LinkedHashMap<>();
        plans.forEach(plan ->
                methods.computeIfAbsent(plan.id(), id -> new ArrayList<>()).add(plan.method()));
        methods.forEach((id, named) -> {
            if (named.size() > 1) {
                problems.add(Messages.sameId(id, named));
            }
        });
    }
}
