package io.carrotmq.ra.inbound;

import io.carrotmq.config.ConnectionProperties;
import io.carrotmq.config.Violations;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ResourceAdapter;

/**
 * What a message-driven bean consumes, and how: the activation properties of its deployment. Connection properties that
 * are null come from the resource adapter.
 *
 * <p>Two specifications are equal only if they are the same object (Jakarta Connectors, ActivationSpec JavaBean). The
 * container sets the properties before the endpoint is activated; later changes have no effect.
 */
public class CarrotActivationSpec extends FailureProperties implements ActivationSpec {
    private static final long serialVersionUID = 1L;

    /** The container's own object, which it sets anew after deserialization. */
    private transient ResourceAdapter resourceAdapter;

    private String queue;
    private String exchange;
    private String exchangeType;
    private Boolean exchangeDurable;
    private Boolean exchangeAutoDelete;
    private String routingKeys;
    private Boolean durable;
    private Boolean exclusive;
    private Boolean autoDelete;
    private String queueArguments;
    private String exchangeArguments;
    private String bindingArguments;
    private Integer prefetch;
    private Integer concurrency;
    private String declareMode;
    private Long reconnectDelayMillis;
    private Long reconnectMaxDelayMillis;
    private Long shutdownTimeoutMillis;

    /** {@return the queue to consume from; mandatory} */
    public String getQueue() {
        return queue;
    }

    public void setQueue(String value) {
        queue = value;
    }

    /** {@return the exchange the queue is bound to; null: none, the queue gets what is sent to it by name} */
    public String getExchange() {
        return exchange;
    }

    public void setExchange(String value) {
        exchange = value;
    }

    /**
     * {@return the exchange's type: {@code direct}, {@code fanout}, {@code topic}, {@code headers}, in any case, or one
     * that a plug-in brings, such as {@code x-delayed-message}, as the broker writes it; null: direct}
     */
    public String getExchangeType() {
        return exchangeType;
    }

    public void setExchangeType(String value) {
        exchangeType = value;
    }

    /** {@return whether the exchange survives a restart of the broker, whatever the queue does; null: true} */
    public Boolean getExchangeDurable() {
        return exchangeDurable;
    }

    public void setExchangeDurable(Boolean value) {
        exchangeDurable = value;
    }

    /** {@return whether the broker deletes the exchange with its last binding, whatever the queue does; null: false} */
    public Boolean getExchangeAutoDelete() {
        return exchangeAutoDelete;
    }

    public void setExchangeAutoDelete(Boolean value) {
        exchangeAutoDelete = value;
    }

    /**
     * {@return the routing keys or topic patterns the queue is bound with, separated by commas; mandatory with a direct
     * or topic exchange, null: the empty key}
     */
    public String getRoutingKeys() {
        return routingKeys;
    }

    public void setRoutingKeys(String value) {
        routingKeys = value;
    }

    /** {@return whether the queue survives a restart of the broker; null: true} */
    public Boolean getDurable() {
        return durable;
    }

    public void setDurable(Boolean value) {
        durable = value;
    }

    /** {@return whether the queue belongs to this adapter's connection and goes with it; null: false} */
    public Boolean getExclusive() {
        return exclusive;
    }

    public void setExclusive(Boolean value) {
        exclusive = value;
    }

    /** {@return whether the broker deletes the queue, messages and all, with its last consumer; null: false} */
    public Boolean getAutoDelete() {
        return autoDelete;
    }

    public void setAutoDelete(Boolean value) {
        autoDelete = value;
    }

    /**
     * {@return further arguments of the queue's declaration, {@code name=value;name=value}; whole numbers and booleans
     * are sent as such; null: none. A queue that is durable and neither exclusive nor auto-delete is a quorum queue where the broker
     * has them, without a delivery limit ({@code x-delivery-limit=-1}; RabbitMQ 4 would drop a message after 20
     * deliveries), unless these arguments name another {@code x-queue-type} or limit}
     */
    public String getQueueArguments() {
        return queueArguments;
    }

    public void setQueueArguments(String value) {
        queueArguments = value;
    }

    /** {@return further arguments of the exchange's declaration, written as those of the queue; null: none} */
    public String getExchangeArguments() {
        return exchangeArguments;
    }

    public void setExchangeArguments(String value) {
        exchangeArguments = value;
    }

    /** {@return the arguments of the bindings, which a headers exchange looks at, written alike; null: none} */
    public String getBindingArguments() {
        return bindingArguments;
    }

    public void setBindingArguments(String value) {
        bindingArguments = value;
    }

    /** {@return how many messages the broker sends ahead to each consumer, 1 to 65535; null: 20} */
    public Integer getPrefetch() {
        return prefetch;
    }

    public void setPrefetch(Integer value) {
        prefetch = value;
    }

    /**
     * {@return how many messages are handled at a time, each by a consumer with its own thread and channel, 1 to 100;
     * null: 4. Keep it below the size of the server's bean pool. The limit is there because a connection has some 2000
     * channels for all beans together}
     */
    public Integer getConcurrency() {
        return concurrency;
    }

    public void setConcurrency(Integer value) {
        concurrency = value;
    }

    /**
     * {@return what happens to exchange, queue and bindings with each connection: {@code declare}: they are created, and
     * must be equal where they exist; {@code verify}: they must exist; {@code none}: nothing; null: declare}
     */
    public String getDeclareMode() {
        return declareMode;
    }

    public void setDeclareMode(String value) {
        declareMode = value;
    }

    /** {@return the delay before the first attempt to reconnect, in milliseconds, 10 to 300000; null: 500} */
    public Long getReconnectDelayMillis() {
        return reconnectDelayMillis;
    }

    public void setReconnectDelayMillis(Long value) {
        reconnectDelayMillis = value;
    }

    /**
     * {@return the bound on the delay, which doubles with each attempt, in milliseconds, 10 to 300000 and not below
     * {@code reconnectDelayMillis}; null: 4000}
     */
    public Long getReconnectMaxDelayMillis() {
        return reconnectMaxDelayMillis;
    }

    public void setReconnectMaxDelayMillis(Long value) {
        reconnectMaxDelayMillis = value;
    }

    /**
     * {@return how long messages being handled may take to finish when the bean is undeployed, in milliseconds, 0 to
     * 300000; null: 15000. After that their threads are interrupted and the messages go back to the queue}
     */
    public Long getShutdownTimeoutMillis() {
        return shutdownTimeoutMillis;
    }

    public void setShutdownTimeoutMillis(Long value) {
        shutdownTimeoutMillis = value;
    }

    /**
     * Checks all properties.
     *
     * @throws InvalidPropertyException naming everything that is wrong
     */
    @Override
    public void validate() throws InvalidPropertyException {
        // The adapter may not be here yet, or may be of a loader being replaced: then only this object's own count.
        ConnectionProperties parent = resourceAdapter instanceof ConnectionProperties known ? known : null;
        settings(parent);
    }

    EndpointSettings settings(ConnectionProperties parent) throws InvalidPropertyException {
        Violations violations = new Violations();
        EndpointSettings settings = EndpointSettings.of(this, parent, violations);
        if (!violations.found().isEmpty()) {
            throw Messages.invalidProperties(name(), violations.found());
        }
        return settings;
    }

    private String name() {
        return queue == null || queue.isBlank() ? "activation" : queue;
    }

    @Override
    public ResourceAdapter getResourceAdapter() {
        return resourceAdapter;
    }

    /**
     * Associates the specification with its resource adapter, for good.
     *
     * @throws ResourceException if it is associated with another one
     */
    @Override
    public void setResourceAdapter(ResourceAdapter adapter) throws ResourceException {
        if (resourceAdapter != null && resourceAdapter != adapter) {
            throw Messages.otherAdapter(name());
        }
        resourceAdapter = adapter;
    }

    /** Credentials are not printed. */
    @Override
    public String toString() {
        return "activation of queue '" + queue + "'";
    }
}
