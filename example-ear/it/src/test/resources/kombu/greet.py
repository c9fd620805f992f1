"""Greets with kombu and prints, as JSON, the answer and its properties.

Usage: greet.py URI, with the greeting as JSON on standard input.
"""
import json
import sys

from kombu import Connection, Consumer, Exchange, Producer, Queue

exchange = Exchange("greetings", type="direct", durable=True)
answers = Queue("kombu.answers", exchange, routing_key="answer", durable=True,
                queue_arguments={"x-queue-type": "quorum"})
got = []


def received(body, message):
    got.append({
        "body": body,
        "contentType": message.content_type,
        "contentEncoding": message.content_encoding,
        "deliveryMode": message.properties.get("delivery_mode"),
        "redelivered": bool(message.delivery_info.get("redelivered")),
        "routingKey": message.delivery_info.get("routing_key"),
    })
    message.ack()


with Connection(sys.argv[1], connect_timeout=10) as connection:
    channel = connection.channel()
    answers(channel).declare()
    Producer(channel, exchange).publish(json.load(sys.stdin), routing_key="hello", serializer="json",
                                        headers={"tenant": "acme"}, mandatory=True)
    with Consumer(channel, [answers], callbacks=[received]):
        while not got:
            connection.drain_events(timeout=30)
print(json.dumps(got[0]))
