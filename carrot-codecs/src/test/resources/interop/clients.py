"""The clients of Python at the other end of queues: kombu, pika and aio-pika.

Usage: clients.py URI. Each line of its input is a request in JSON, each line of its output the answer. Values are written as
Python literals, so that what JSON has no words for (bytes, tuples, sets, None) can be asked for; bytes are in base64.
"""
import ast
import asyncio
import base64
import json
import pickle
import sys
import traceback

import aio_pika
import kombu
import pika

uri = sys.argv[1]
kombu_connection = kombu.Connection(uri, connect_timeout=10)
pika_connection = pika.BlockingConnection(pika.URLParameters(uri + "?heartbeat=0"))


def binary(body, encoding="utf-8"):
    return base64.b64encode(body if isinstance(body, bytes) else body.encode(encoding)).decode("ascii")


def plain(table):
    return {key: value if isinstance(value, (str, int, float, bool)) else repr(value)
            for key, value in (table or {}).items()}


def value(request):
    return ast.literal_eval(request["value"])


def kombu_publish(request):
    options = {name: request[name] for name in (
        "serializer", "compression", "headers", "priority", "expiration", "delivery_mode", "content_type", "content_encoding",
        "correlation_id", "reply_to") if request.get(name) is not None}
    with kombu_connection.channel() as channel:
        kombu.Producer(channel, auto_declare=False).publish(
            value(request), exchange=request.get("exchange", ""), routing_key=request["key"], **options)
    return {}


def kombu_get(request):
    with kombu_connection.channel() as channel:
        message = kombu.Queue(request["queue"])(channel).get(accept=request.get("accept"))
        if message is None:
            return {"empty": True}
        payload = message.payload
        message.ack()
        return {
            "value": repr(payload),
            "json": json.dumps(payload) if isinstance(payload, (dict, list, str, int, float)) else None,
            # The library below kombu has decoded text already.
            "body": binary(message.body, message.content_encoding),
            "contentType": message.content_type,
            "contentEncoding": message.content_encoding,
            "headers": plain(message.headers),
            "deliveryMode": message.properties.get("delivery_mode"),
            "priority": message.properties.get("priority"),
            "expiration": message.properties.get("expiration"),
            "correlationId": message.properties.get("correlation_id"),
            "replyTo": message.properties.get("reply_to"),
        }


def kombu_requeue_all(request):
    """Takes so many messages, and only then gives each back."""
    channel = kombu_connection.channel()
    queue = kombu.Queue(request["queue"])(channel)
    taken = [queue.get() for _ in range(request["count"])]
    for message in taken:
        message.requeue()
    channel.close()
    return {}


def pika_publish(request):
    channel = pika_connection.channel()
    channel.confirm_delivery()
    properties = pika.BasicProperties(**request.get("properties", {}))
    channel.basic_publish(request.get("exchange", ""), request["key"], base64.b64decode(request["body"]), properties,
                          mandatory=True)
    channel.close()
    return {}


def pika_get(request):
    channel = pika_connection.channel()
    method, properties, body = channel.basic_get(request["queue"], auto_ack=True)
    channel.close()
    if method is None:
        return {"empty": True}
    return seen(properties, body)


def seen(properties, body):
    mode = properties.delivery_mode
    return {
        "body": binary(body),
        "contentType": properties.content_type,
        "contentEncoding": properties.content_encoding,
        "headers": plain(properties.headers),
        "deliveryMode": None if mode is None else int(mode),
        "priority": properties.priority,
        "correlationId": properties.correlation_id,
        "replyTo": properties.reply_to,
    }


async def aio_connected(use):
    connection = await aio_pika.connect(uri)
    async with connection:
        return await use(await connection.channel())


def aio_publish(request):
    async def publish(channel):
        message = aio_pika.Message(base64.b64decode(request["body"]), content_type=request.get("content_type"))
        await channel.default_exchange.publish(message, routing_key=request["key"])
        return {}
    return asyncio.run(aio_connected(publish))


def aio_get(request):
    async def get(channel):
        queue = await channel.get_queue(request["queue"])
        message = await queue.get(no_ack=True, fail=False)
        return {"empty": True} if message is None else seen(message, message.body)
    return asyncio.run(aio_connected(get))


def bytes_of(request):
    """What Python's own libraries write."""
    if request["format"] == "json":
        return {"body": binary(json.dumps(value(request)))}
    return {"body": binary(pickle.dumps(value(request), protocol=request["protocol"]))}


REQUESTS = {each.__name__: each for each in (
    kombu_publish, kombu_get, kombu_requeue_all, pika_publish, pika_get, aio_publish, aio_get, bytes_of)}

for line in sys.stdin:
    try:
        asked = json.loads(line)
        answer = REQUESTS[asked.pop("request")](asked)
    except Exception:
        answer = {"failure": traceback.format_exc()}
    print(json.dumps(answer))
