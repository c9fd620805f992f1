"""Reads a body that the other side has compressed, and sends it back compressed by each method, short names first."""
import sys

from kombu import Connection

url, there, back = sys.argv[1:]
with Connection(url) as connection:
    queue = connection.SimpleQueue(there, no_ack=True, queue_opts={"no_declare": True}, exchange_opts={"no_declare": True})
    message = queue.get(timeout=30)
    for method in ("gzip", "application/x-gzip", "bzip2"):
        connection.Producer().publish(message.payload, routing_key=back, serializer="json", compression=method)
