package io.carrotmq.cdi.internal.client;

import io.carrotmq.Publisher;
import io.carrotmq.Receipt;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What a method's caller gets, and with it how the message is sent. */
enum Reply {
    RETURN {
        @Override
        Object send(Publisher<Object> publisher, Object body) {
            publisher.send(body);
            return null;
        }
    },
    RECEIPT {
        @Override
        Object send(Publisher<Object> publisher, Object body) {
            return publisher.send(body);
        }
    },
    STAGE {
        @Override
        Object send(Publisher<Object> publisher, Object body) {
            return publisher.sendAsync(body);
        }
    },
    FUTURE {
        @Override
        Object send(Publisher<Object> publisher, Object body) {
            return publisher.sendAsync(body).toCompletableFuture();
        }
    },
    NOTHING {
        @Override
        Object send(Publisher<Object> publisher, Object body) {
            publisher.tell(body);
            return null;
        }
    };

    abstract Object send(Publisher<Object> publisher, Object body);

    /** {@return what a confirmed method of a return type does; empty if Carrot has nothing to return there} */
    static Optional<Reply> of(Type returned) {
        if (returned == void.class) {
            return Optional.of(RETURN);
        }
        if (returned == Receipt.class) {
            return Optional.of(RECEIPT);
        }
        if (returned instanceof ParameterizedType generic && generic.getActualTypeArguments()[0] == Receipt.class) {
            if (generic.getRawType() == CompletionStage.class) {
                return Optional.of(STAGE);
            }
            if (generic.getRawType() == CompletableFuture.class) {
                return Optional.of(FUTURE);
            }
        }
        return Optional.empty();
    }
}
