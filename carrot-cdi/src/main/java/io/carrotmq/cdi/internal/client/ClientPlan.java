package io.carrotmq.cdi.internal.client;

import io.carrotmq.ConfigurationException;
import io.carrotmq.ConnectionFactory;
import io.carrotmq.cdi.internal.broker.Application;
import io.carrotmq.cdi.internal.codec.ModuleCodecs;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an interface is to do.
 *
 * @param type the interface
 * @param exchange where it sends to
 * @param broker the broker's name; empty for the default broker
 * @param sends its methods that send; those that are wrong beyond use are missing
 * @param defaults its methods that it implements itself
 * @param problems what is wrong with it
 */
record ClientPlan(
        Class<?> type,
        String exchange,
        String broker,
        List<SendPlan> sends,
        List<Method> defaults,
        List<ConfigurationException> problems) {

    /** Makes the implementation, adding to the problems what is wrong with codecs; null if anything is. */
    Object implement(Application application) {
        ClassLoader module = type.getClassLoader();
        try {
            ModuleCodecs codecs = application.codecs(module, type.getName());
            sends.forEach(send -> resolve(send, codecs));
            return problems.isEmpty() ? compile(application.factory(broker, module), codecs) : null;
        } catch (ConfigurationException e) {
            problems.add(e);
            return null;
        }
    }

    private void resolve(SendPlan send, ModuleCodecs codecs) {
        try {
            send.codec(codecs);
        } catch (ConfigurationException e) {
            problems.add(e);
        }
    }

    private Object compile(ConnectionFactory connections, ModuleCodecs codecs) {
        Map<Method, ClientMethod> methods = new HashMap<>();
        sends.forEach(send -> methods.put(send.method(), send.compile(connections, codecs)));
        defaults.forEach(method -> methods.put(method, DefaultMethod.of(method)));
        return Client.of(type, "client " + type.getName() + " of exchange '" + exchange + "'", methods);
    }
}
