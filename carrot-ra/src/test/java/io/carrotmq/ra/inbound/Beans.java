package io.carrotmq.ra.inbound;

import io.carrotmq.CarrotListener;
import io.carrotmq.CarrotMessageListener;
import io.carrotmq.Delivery;
import io.carrotmq.OnMessage;

/** Message-driven beans that do what a test says. */
final class Beans {
    /** What a bean does with a message. */
    interface Work {
        void on(Delivery<?> delivery) throws Exception;
    }

    private Beans() {}

    /** A bean of the kind with marked methods. */
    public static final class Marked implements CarrotListener, OrderHandling {
        private final Work work;

        Marked(Work work) {
            this.work = work;
        }

        @Override
        @OnMessage
        public void onOrder(Order order, Delivery<Order> delivery) throws Exception {
            if (order != delivery.body()) {
                throw new AssertionError("the delivery shows another body");
            }
            work.on(delivery);
        }
    }

    /** A bean of the kind with one method for everything. */
    public static final class Plain implements CarrotMessageListener {
        private final Work work;

        Plain(Work work) {
            this.work = work;
        }

        @Override
        public void onMessage(Delivery<byte[]> delivery) {
            try {
                work.on(delivery);
            } catch (Exception e) {
                sneak(e);
            }
        }

        @SuppressWarnings("unchecked")
        private static <E extends Exception> void sneak(Exception e) throws E {
            throw (E) e;
        }
    }

    /** A bean that takes only messages of one routing key. */
    public static final class Choosy implements CarrotListener, OrderHandling {
        private final Work work;

        Choosy(Work work) {
            this.work = work;
        }

        @Override
        @OnMessage(routingKey = "orders.new")
        public void onOrder(Order order, Delivery<Order> delivery) throws Exception {
            work.on(delivery);
        }
    }
}
