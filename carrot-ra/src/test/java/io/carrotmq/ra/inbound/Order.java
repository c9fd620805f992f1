package io.carrotmq.ra.inbound;

/** A body that is JSON on the wire. */
public class Order {
    public String item;
    public int count;

    public Order() {}

    Order(String item, int count) {
        this.item = item;
        this.count = count;
    }

    String json() {
        return "{\"item\":\"" + item + "\",\"count\":" + count + "}";
    }
}
