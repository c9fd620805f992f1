package io.carrotmq.cdi.internal.client;

import io.carrotmq.ConfigurationException;
import io.carrotmq.cdi.CarrotClient;
import io.carrotmq.cdi.internal.broker.Application;
import io.carrotmq.cdi.internal.codec.Encoders;
import io.carrotmq.cdi.internal.type.TypeVariables;
import io.carrotmq.cdi.spi.SubclassConfiguration;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.Typed;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.ProcessInjectionPoint;
import jakarta.enterprise.inject.spi.ProcessManagedBean;
import jakarta.enterprise.inject.spi.configurator.BeanConfigurator;
import jakarta.inject.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The declarative publishers of one application: interfaces that Carrot implements, and classes that extend its own. */
public final class Clients {
    private final Application application;
    private final Set<Class<?>> types = new LinkedHashSet<>();
    private final Map<Class<?>, ClientPlan> plans = new LinkedHashMap<>();
    private final Map<Class<?>, Object> implementations = new LinkedHashMap<>();
    private final Map<Class<?>, Subclass> subclasses = new LinkedHashMap<>();

    /** Makes the part of one application. */
    public Clients(Application application) {
        this.application = application;
    }

    /** Reads a type of the application, if it is one for Carrot. */
    public void read(ProcessAnnotatedType<?> event) {
        Class<?> type = event.getAnnotatedType().getJavaClass();
        add(type);
        if (Subclass.isSubclass(type)) {
            var changed = event.configureAnnotatedType().remove(Subclass::isConfiguration);
            if (!event.getAnnotatedType().isAnnotationPresent(Typed.class)) {
                changed.add(Typed.Literal.of(Subclass.beanTypes(type)));
            }
        }
    }

    /** Reads an injection point: an interface may be seen nowhere else. */
    public void read(ProcessInjectionPoint<?, ?> event) {
        Type type = event.getInjectionPoint().getType();
        boolean deferred = Provider.class.isAssignableFrom(TypeVariables.raw(type));
        add(TypeVariables.raw(deferred ? TypeVariables.argument(type) : type));
    }

    private void add(Class<?> type) {
        if (type.isAnnotationPresent(CarrotClient.class)) {
            types.add(type);
        }
    }

    /** Reads a bean, if its class extends one of Carrot's. */
    public void read(ProcessManagedBean<?> event) {
        Class<?> type = event.getBean().getBeanClass();
        if (Subclass.isSubclass(type)) {
            Subclass subclass = Subclass.read(type, application.configuration());
            subclasses.put(type, subclass);
            application.useBroker(subclass.broker(), type.getName());
        }
    }

    /** Adds a bean for each interface. */
    public void addBeans(AfterBeanDiscovery event, BeanManager beans) {
        event.<SubclassConfiguration>addBean()
                .beanClass(Clients.class)
                .types(Object.class, SubclassConfiguration.class)
                .qualifiers(Any.Literal.INSTANCE, Default.Literal.INSTANCE)
                .scope(Dependent.class)
                .createWith(this::configuration)
                .destroyWith((configuration, context) -> {
                    configuration.close();
                    context.release();
                });
        var annotations = new Annotations(beans::isInterceptorBinding);
        for (Class<?> type : types) {
            ClientPlan plan = ClientReader.read(type, application.configuration(), annotations);
            plans.put(type, plan);
            application.useBroker(plan.broker(), type.getName());
            if (Modifier.isAbstract(type.getModifiers())) { // another class is a bean, though it should be none
                addBean(event.addBean(), type, beans);
            }
        }
    }

    private void addBean(BeanConfigurator<Object> bean, Class<?> type, BeanManager beans) {
        Typed typed = type.getAnnotation(Typed.class);
        if (typed == null) {
            bean.addTransitiveTypeClosure(type).addTypes(TypeVariables.open(type), Object.class);
        } else {
            bean.types(typed.value()).addType(Object.class);
        }
        bean.beanClass(Clients.class)
                .qualifiers(qualifiers(type, beans))
                .scope(Dependent.class)
                .createWith(context -> implementation(type));
    }

    private static Set<Annotation> qualifiers(Class<?> type, BeanManager beans) {
        Set<Annotation> qualifiers = new LinkedHashSet<>();
        Arrays.stream(type.getAnnotations())
                .filter(annotation -> beans.isQualifier(annotation.annotationType()))
                .filter(annotation -> !Annotations.isOurs(annotation) && !Encoders.isEncoder(annotation))
                .forEach(qualifiers::add);
        if (qualifiers.isEmpty()) {
            qualifiers.add(Default.Literal.INSTANCE);
        }
        qualifiers.add(Any.Literal.INSTANCE);
        return qualifiers;
    }

    /** Made at deployment, unless another extension is faster and finds the deployment in order. */
    private synchronized Object implementation(Class<?> type) {
        return implementations.computeIfAbsent(type, key -> plans.get(key).implement(application));
    }

    private SubclassConfiguration configuration(CreationalContext<?> context) {
        Class<?> type = application.injectionPoint(context).getBean().getBeanClass();
        Subclass subclass = subclasses.get(type);
        if (subclass == null) {
            throw new IllegalStateException(type + " does not extend PublisherSupport or ConsumerSupport");
        }
        ClassLoader module = type.getClassLoader();
        return subclass.configuration(
                application.factory(subclass.broker(), module),
                application.codecs(module, type.getName()),
                event -> application.fire(event, subclass.broker()));
    }

    /** {@return everything that is wrong with them} */
    public List<ConfigurationException> problems() {
        List<ConfigurationException> problems = new ArrayList<>();
        plans.forEach((type, plan) -> {
            implementation(type);
            problems.addAll(plan.problems());
        });
        subclasses.forEach((type, subclass) -> {
            problems.addAll(subclass.problems());
            if (subclass.problems().isEmpty()) {
                try {
                    subclass.resolve(application.codecs(type.getClassLoader(), type.getName()));
                } catch (ConfigurationException e) {
                    problems.add(e);
                }
            }
        });
        return problems;
    }
}
