package io.carrotmq.cdi.internal.consume.read;

import io.carrotmq.ConfigurationException;
import io.carrotmq.cdi.internal.broker.Application;
import io.carrotmq.cdi.internal.consume.plan.ConsumerPlan;
import jakarta.enterprise.inject.Specializes;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.ProcessManagedBean;
import jakarta.enterprise.inject.spi.ProcessSessionBean;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the methods that consume, all of one application. For the thread that deploys it. */
public final class ConsumeReader {
    private final Application application;
    private final List<ConsumingBean> beans = new ArrayList<>();
    private final Set<Class<?>> specialized = new HashSet<>();
    private final UncalledTypes uncalled = new UncalledTypes();
    private final List<ConsumerPlan> plans = new ArrayList<>();
    private final List<ConfigurationException> problems = new ArrayList<>();

    /** Makes the reader of one application. */
    public ConsumeReader(Application application) {
        this.application = application;
    }

    /** Notes a type with such methods, which should become a bean, or the superclass of one. */
    public void note(ProcessAnnotatedType<?> event) {
        uncalled.add(event.getAnnotatedType());
    }

    /** Takes a bean, if it has such methods. */
    public void add(ProcessManagedBean<?> event) {
        ConsumingBean bean = new ConsumingBean(event.getBean(), event.getAnnotatedBeanClass());
        uncalled.remove(bean, problems);
        if (bean.type().isAnnotationPresent(Specializes.class)) {
            specialized.add(bean.javaClass().getSuperclass());
        }
        if (bean.methods().isEmpty() || UncalledTypes.isNoBean(bean.type())) {
            return;
        }
        if (event instanceof ProcessSessionBean<?>) {
            problems.add(Messages.neverCalled(
                    bean.javaClass().getName(),
                    "it is a session bean, whose container hides which exception was thrown",
                    "use a CDI bean with @Transactional, or a message-driven bean with @OnMessage"));
        } else {
            beans.add(bean);
        }
    }

    /** {@return a plan for each method in which nothing is wrong} */
    public List<ConsumerPlan> plans() {
        read();
        return List.copyOf(plans);
    }

    /** {@return everything that is wrong} */
    public List<ConfigurationException> problems() {
        read();
        return List.copyOf(problems);
    }

    /** What has been read is not read again. */
    private void read() {
        beans.removeIf(bean -> specialized.contains(bean.javaClass())); // containers may tell of them all the same
        beans.sort(Comparator.comparing(bean -> bean.javaClass().getName())); // containers have no order
        for (ConsumingBean bean : beans) {
            for (AnnotatedMethod<?> method : bean.methods()) {
                new MethodReader(application, bean, method, problems).read().ifPresent(plans::add);
            }
        }
        if (!beans.isEmpty()) {
            checkIds();
        }
        beans.clear();
        uncalled.judge(problems);
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
