package io.carrotmq;

/**
 * The listener type of message-driven beans whose methods are marked with {@link OnMessage}.
 *
 * <p>It has no methods on purpose (Jakarta Enterprise Beans 4.0, 5.4.2: no-methods listener interface): the bean's
 * public methods are its view. Name it explicitly: {@code @MessageDriven(messageListenerInterface =
 * CarrotListener.class)}. The bean class is public and not final.
 */
public interface CarrotListener {}
