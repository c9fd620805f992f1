"""stomp.py as a client for Carrot's tests: one request a line, one answer a line.

A request and an answer are words, each in base64 with "=" in front, or "-" for None; the first word of a request is what to
do, the second a connection's name. The first word of an answer is "ok" or "failed".
"""

import base64
import queue
import sys
import threading

import stomp

PATIENCE = 30

CLASSES = {"1.0": stomp.StompConnection10, "1.1": stomp.StompConnection11, "1.2": stomp.StompConnection12}


class Listener(stomp.ConnectionListener):
    def __init__(self):
        self.messages = queue.Queue()
        self.condition = threading.Condition()
        self.receipts = set()
        self.failure = None
        self.disconnected = False
        self.heartbeats = 0
        self.version = None

    def on_connected(self, frame):
        with self.condition:
            self.version = frame.headers.get("version")

    def on_message(self, frame):
        self.messages.put(frame)

    def on_receipt(self, frame):
        with self.condition:
            self.receipts.add(frame.headers["receipt-id"])
            self.condition.notify_all()

    def on_error(self, frame):
        with self.condition:
            self.failure = "%s %r" % (frame.headers.get("message"), frame.body)
            self.condition.notify_all()

    def on_disconnected(self):
        with self.condition:
            self.disconnected = True
            self.condition.notify_all()

    def on_heartbeat(self):
        with self.condition:
            self.heartbeats += 1

    def await_receipt(self, receipt):
        if receipt is None:
            return
        with self.condition:
            self.condition.wait_for(
                lambda: receipt in self.receipts or self.failure or self.disconnected, PATIENCE)
            if receipt not in self.receipts:
                raise RuntimeError("no receipt: %s" % (self.failure or "disconnected: %s" % self.disconnected))


class Client:
    def __init__(self, host, port, user, password, version, vhost, sends, receives):
        self.version = version
        options = {"auto_decode": False}
        if version != "1.0":
            options["heartbeats"] = (int(sends), int(receives))
            options["vhost"] = vhost
        self.connection = CLASSES[version]([(host, int(port))], **options)
        self.listener = Listener()
        self.connection.set_listener("carrot", self.listener)
        self.connection.connect(user, password, wait=True)

    def send(self, destination, body, transaction, receipt, *headers):
        given = pairs(headers)
        if transaction is not None:
            given["transaction"] = transaction
        if receipt is not None:
            given["receipt"] = receipt
        self.connection.send(destination, body, headers=given)
        self.listener.await_receipt(receipt)

    def subscribe(self, destination, id, ack, receipt, *headers):
        given = pairs(headers)
        if receipt is not None:
            given["receipt"] = receipt
        self.connection.subscribe(destination, id, ack, headers=given)
        self.listener.await_receipt(receipt)

    def unsubscribe(self, id, receipt):
        self.connection.unsubscribe(id=id, headers={} if receipt is None else {"receipt": receipt})
        self.listener.await_receipt(receipt)

    def take(self, millis):
        try:
            frame = self.listener.messages.get(timeout=int(millis) / 1000)
        except queue.Empty:
            return []
        words = [frame.body]
        for name, value in frame.headers.items():
            words += [name, value]
        return words

    def settle(self, command, id, subscription, transaction, receipt):
        method = getattr(self.connection, command)
        arguments = [id, subscription] if self.version == "1.1" else [id]
        method(*arguments, transaction=transaction, receipt=receipt)
        self.listener.await_receipt(receipt)

    def transact(self, command, transaction, receipt):
        headers = {} if receipt is None else {"receipt": receipt}
        getattr(self.connection, command)(transaction, headers=headers)
        self.listener.await_receipt(receipt)

    def state(self):
        return [str(self.connection.is_connected()), str(self.listener.heartbeats), self.listener.version]

    def disconnect(self, receipt):
        self.connection.disconnect(receipt)
        self.listener.await_receipt(receipt)

    def kill(self):
        self.connection.transport.disconnect_socket()


def pairs(words):
    return dict(zip(words[::2], words[1::2]))


def decoded(word):
    return None if word == "-" else base64.b64decode(word[1:])


def encoded(value):
    if value is None:
        return "-"
    data = value if isinstance(value, bytes) else value.encode("utf-8")
    return "=" + base64.b64encode(data).decode("ascii")


clients = {}


def answer(words):
    # Texts are UTF-8; the body of SEND alone is bytes.
    texts = [None if word is None else word for word in words]
    command = texts[0].decode()
    body = texts[3] if command == "send" else None
    texts = [None if word is None else word.decode("utf-8", "replace") for word in texts]
    if body is not None:
        texts[3] = body
    name, arguments = texts[1], texts[2:]
    if command == "connect":
        clients[name] = Client(*arguments)
        return []
    return getattr(clients[name], command)(*arguments) or []


for line in sys.stdin:
    try:
        result = ["ok"] + answer([decoded(word) for word in line.split()])
    except Exception as failure:
        result = ["failed", "%s: %s" % (type(failure).__name__, failure)]
    print(" ".join(encoded(word) for word in result), flush=True)
