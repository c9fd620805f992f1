"""Takes a message with kombu, prints as JSON what it saw, and sends the body on.

Usage: converse.py URI QUEUE-TO-TAKE-FROM QUEUE-TO-SEND-TO
"""
import json
import sys

from kombu import Connection, Producer, Queue

uri, there, back = sys.argv[1:]
with Connection(uri, connect_timeout=10) as connection:
    with connection.channel() as channel:
        seen = Queue(there)(channel).get()
        raw = seen.body if isinstance(seen.body, bytes) else seen.body.encode("utf-8")
        body = seen.payload
        Producer(channel).publish(body, exchange="", routing_key=back, serializer="json", priority=0)
        print(json.dumps({
            "body": body,
            "compactJson": raw == json.dumps(body, separators=(",", ":")).encode("ascii"),
            "contentType": seen.content_type,
            "contentEncoding": seen.content_encoding,
            "deliveryMode": seen.properties.get("delivery_mode"),
            "priority": seen.properties.get("priority"),
        }))
        seen.ack()
