#!/usr/bin/env python3
"""An independent client of the wire protocol, written from docs/wire.md alone.

It needs the standard library and msgpack. One call or stream at a time: enough to prove the contract.
Run as a program it talks to the service of the tests and prints what it saw as JSON.
"""
import json
import socket
import ssl
import struct
import sys

import msgpack

HELLO, CALL, REPLY, ERROR, ITEM, BYTES, END, CREDIT, CANCEL, PING, PONG, GOODBYE = range(1, 13)
MORE = 1
WINDOW = 65536


class WireFault(Exception):
    """A fault of the peer: code, mesg, info, advice, cause."""

    def __init__(self, record):
        super().__init__("%s: %s" % (record["code"], record["mesg"]))
        self.record = record


class Client:
    def __init__(self, host, port, server_name=None, ca=None, cert=None, key=None):
        sock = socket.create_connection((host, port), timeout=20)
        if ca:
            context = ssl.create_default_context(cafile=ca)
            context.minimum_version = ssl.TLSVersion.TLSv1_3
            context.load_cert_chain(cert, key)
            sock = context.wrap_socket(sock, server_hostname=server_name)
        self.sock = sock
        self.stream = -1
        self.credit = 0
        sock.sendall(b"SYNW\x01\x01\0\0")
        self.send(HELLO, 0, self.pack({
            "version": 1, "agent": "synapse_wire.py/1", "frame": 1 << 20, "window": WINDOW, "streams": 16, "unknown": [1]}))
        preamble = self.read(8)
        if preamble[:4] != b"SYNW" or not preamble[4] <= 1 <= preamble[5]:
            raise ValueError("no common version: %r" % preamble)
        kind, _, _, payload = self.frame()
        if kind != HELLO:
            raise ValueError("no hello but kind %d" % kind)
        self.peer = msgpack.unpackb(payload)

    @staticmethod
    def pack(value):
        return msgpack.packb(value, use_bin_type=True)

    def send(self, kind, stream, payload=b"", flags=0):
        self.sock.sendall(struct.pack(">IBBI", len(payload) + 6, kind, flags, stream) + payload)

    def read(self, count):
        data = bytearray()
        while len(data) < count:
            piece = self.sock.recv(count - len(data))
            if not piece:
                raise EOFError("the connection ended")
            data += piece
        return bytes(data)

    def frame(self):
        length, kind, flags, stream = struct.unpack(">IBBI", self.read(10))
        return kind, flags, stream, self.read(length - 6)

    def next(self):
        """The next frame of the present stream; the link's own frames are handled here."""
        while True:
            kind, flags, stream, payload = self.frame()
            if kind == PING:
                self.send(PONG, 0, payload)
            elif kind == GOODBYE:
                raise WireFault(msgpack.unpackb(payload))
            elif stream != self.stream:
                continue
            elif kind == CREDIT:
                self.credit += struct.unpack(">I", payload)[0]
            elif kind == ERROR:
                raise WireFault(msgpack.unpackb(payload))
            else:
                return kind, flags, payload

    def open(self, name, message, target=""):
        self.stream += 2
        self.credit = self.peer["window"]
        call = {"m": name, "a": message}
        if target:
            call["t"] = target
        self.send(CALL, self.stream, self.pack(call))

    def call(self, name, message, target=""):
        self.open(name, message, target)
        _, _, payload = self.next()
        return msgpack.unpackb(payload)

    def subscribe(self, name, message):
        self.open(name, message)
        while True:
            kind, _, payload = self.next()
            if kind == END:
                return
            unpacker = msgpack.Unpacker()
            unpacker.feed(payload)
            yield from unpacker
            self.send(CREDIT, self.stream, struct.pack(">I", len(payload)))

    def upload(self, name, message, chunks):
        self.open(name, message)
        for chunk in chunks:
            for start in range(0, len(chunk), 65536):
                piece = chunk[start:start + 65536]
                while self.credit <= 0:
                    kind, flags, stream, payload = self.frame()
                    if kind == CREDIT and stream == self.stream:
                        self.credit += struct.unpack(">I", payload)[0]
                    elif kind in (ERROR, GOODBYE):
                        raise WireFault(msgpack.unpackb(payload))
                self.send(BYTES, self.stream, piece)
                self.credit -= len(piece)
        self.send(END, self.stream)
        _, _, payload = self.next()
        return msgpack.unpackb(payload)

    def download(self, name, message):
        self.open(name, message)
        kind, flags, payload = self.next()
        if kind != REPLY or not flags & MORE:
            raise ValueError("no head of a download")
        head, data = msgpack.unpackb(payload), bytearray()
        while True:
            kind, _, payload = self.next()
            if kind == END:
                return head, bytes(data)
            data += payload
            self.send(CREDIT, self.stream, struct.pack(">I", len(payload)))

    def close(self):
        self.send(GOODBYE, 0, self.pack({"code": "IsFini", "mesg": "the client is done"}))
        self.sock.close()


def main():
    host, port, server_name, ca, cert, key = sys.argv[1:7]
    client = Client(host, int(port), server_name, ca, cert, key)
    seen = {"service": client.peer["service"], "echo": client.call("shop.echo", {"text": "from python"})}
    seen["items"] = sum(client.subscribe("shop.count", {"to": 100000, "fail": -1}))
    data = bytes(i % 251 for i in range(1000000))
    seen["upload"] = client.upload("shop.deliver", False, [data[:300000], data[300000:]])
    head, got = client.download("shop.fetch", 1000000)
    seen["download"] = [head, got == data]
    try:
        client.call("shop.unheard", None)
    except WireFault as fault:
        seen["fault"] = [fault.record["code"], fault.record["info"]["name"]]
    client.close()
    print(json.dumps(seen, sort_keys=True))


if __name__ == "__main__":
    main()
