package io.carrotmq.engine;

import java.util.function.ObjLongConsumer;

/**
 * The deliveries of a channel that the broker still counts as not settled, in the order they were handed out, which is
 * the order of their tags. Acknowledged ones may stay for a while, to be told to the broker together. Not safe for use by
 * several threads.
 */
final class Outstanding {
    private ChannelDelivery first;
    private ChannelDelivery last;
    private int acknowledged;

    void add(ChannelDelivery delivery) {
        delivery.previous = last;
        if (last == null) {
            first = delivery;
        } else {
            last.next = delivery;
        }
        last = delivery;
    }

    /** Takes one out. It keeps no hold on the others, because the application may keep it for ever. */
    void remove(ChannelDelivery delivery) {
        if (delivery.previous == null && delivery != first) {
            return; // cleared before
        }
        if (delivery.previous == null) {
            first = delivery.next;
        } else {
            delivery.previous.next = delivery.next;
        }
        if (delivery.next == null) {
            last = delivery.previous;
        } else {
            delivery.next.previous = delivery.previous;
        }
        delivery.previous = null;
        delivery.next = null;
    }

    /** Puts one in the place of another, unless that was cleared. */
    void replace(ChannelDelivery before, ChannelDelivery fresh) {
        if (before.previous == null && before != first) {
            return;
        }
        fresh.previous = before.previous;
        fresh.next = before.next;
        if (before.previous == null) {
            first = fresh;
        } else {
            before.previous.next = fresh;
        }
        if (before.next == null) {
            last = fresh;
        } else {
            before.next.previous = fresh;
        }
        before.previous = null;
        before.next = null;
    }

    /** {@return how many are acknowledged and the broker does not know} */
    int acknowledge(ChannelDelivery delivery) {
        delivery.untold = true;
        return ++acknowledged;
    }

    int acknowledged() {
        return acknowledged;
    }

    /** Forgets all. {@return how many of them were acknowledged} */
    int clear() {
        int untold = acknowledged;
        removeFirst(Integer.MAX_VALUE);
        acknowledged = 0;
        return untold;
    }

    /**
     * Tells all acknowledgements: one for those before the first delivery that is not settled, one for each behind it.
     * Each counts as told when its call has returned.
     *
     * @param tell gets how many deliveries an acknowledgement is for, and the last one's tag
     */
    void tell(ObjLongConsumer<Integer> tell) {
        ChannelDelivery end = null;
        int run = 0;
        for (ChannelDelivery each = first; each != null && each.untold; each = each.next) {
            end = each;
            run++;
        }
        if (run > 0) {
            tell.accept(run, end.tag());
            removeFirst(run);
            acknowledged -= run;
        }
        ChannelDelivery each = first;
        while (acknowledged > 0) {
            ChannelDelivery next = each.next;
            if (each.untold) {
                tell.accept(1, each.tag());
                remove(each);
                acknowledged--;
            }
            each = next;
        }
    }

    private void removeFirst(int count) {
        for (int i = 0; i < count && first != null; i++) {
            remove(first);
        }
    }
}
