"""MessagePack and a WebSocket of a client, as much of both as sections 1 and 2 of PROTOCOL.md need."""
import base64, hashlib, os, select, socket, struct, sys, time


def pack(value):  # Integers may be of any width that holds them (P-WIRE-2).
    if value is None: return b"\xc0"
    if isinstance(value, int): return b"\xce" + value.to_bytes(4, "big")
    if isinstance(value, str): return bytes([0xd9, len(value.encode())]) + value.encode()
    if isinstance(value, bytes): return bytes([0xc4, len(value)]) + value
    return bytes([0x90 | len(value)]) + b"".join(map(pack, value))


def unpack(data, at=0):
    kind, at = data[at], at + 1
    number = lambda size, signed=False: (int.from_bytes(data[at:at + size], "big", signed=signed), at + size)
    if kind < 0x80: return kind, at
    if kind >= 0xe0: return kind - 256, at
    if kind == 0xc0: return None, at
    if 0xcc <= kind <= 0xcf: return number(1 << kind - 0xcc)
    if 0xd0 <= kind <= 0xd3: return number(1 << kind - 0xd0, True)
    if 0xc4 <= kind <= 0xc6 or 0xd9 <= kind <= 0xdb or 0xa0 <= kind < 0xc0:
        size, at = (kind & 31, at) if kind < 0xc0 else number(1 << kind - (0xd9 if kind > 0xd0 else 0xc4))
        return (data[at:at + size] if 0xc4 <= kind <= 0xc6 else data[at:at + size].decode()), at + size
    size, at = (kind & 15, at) if 0x90 <= kind < 0xa0 else number({0xdc: 2, 0xdd: 4}[kind])
    items = []
    for _ in range(size):
        item, at = unpack(data, at)
        items.append(item)
    return items, at


class Wire:  # A WebSocket, as much of it as P-WIRE-1 and P-BYE-1 need.
    def __init__(self, address, offers):
        host, port = address.rsplit(":", 1)
        self.socket, self.read, self.closed = socket.create_connection((host, int(port)), 5), b"", None
        key = base64.b64encode(os.urandom(16))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(f"GET /ws HTTP/1.1\r\nHost: {address}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key.decode()}\r\n"
                            f"Sec-WebSocket-Protocol: {offers}\r\n\r\n".encode())
        while b"\r\n\r\n" not in self.read: self.read += self.socket.recv(4096) or sys.exit("closed within the upgrade")
        head, self.read = self.read.split(b"\r\n\r\n", 1)
        fields = dict(line.lower().split(": ", 1) for line in head.decode().split("\r\n")[1:])
        accept = base64.b64encode(hashlib.sha1(key + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest()).decode()
        assert head.startswith(b"HTTP/1.1 101") and fields["sec-websocket-accept"] == accept.lower(), head
        self.protocol = fields.get("sec-websocket-protocol")

    def send(self, payload, opcode=2):
        payload, mask = pack(payload) if isinstance(payload, list) else payload, os.urandom(4)
        size = bytes([0x80 | len(payload)]) if len(payload) < 126 else b"\xfe" + struct.pack(">H", len(payload))
        self.socket.sendall(bytes([0x80 | opcode]) + size + mask + bytes(b ^ mask[i & 3] for i, b in enumerate(payload)))

    def receive(self, seconds):  # Messages that are there within so many seconds.
        if not self.closed and select.select([self.socket], [], [], max(seconds, 0))[0]:
            data = self.socket.recv(65536)
            self.read, self.closed = self.read + data, None if data else (1006, "")
        messages = []
        while len(self.read) >= 2:
            size, at = self.read[1], 2
            if size > 125: size, at = int.from_bytes(self.read[2:4 if size == 126 else 10], "big"), 4 if size == 126 else 10
            if len(self.read) < at + size: break
            opcode, payload, self.read = self.read[0], self.read[at:at + size], self.read[at + size:]
            if opcode == 0x82:
                message, end = unpack(payload)
                assert end == len(payload), "bytes after a message"
                messages.append(message)
            elif opcode == 0x89: self.send(payload, 10)
            elif opcode == 0x88:
                self.closed = self.closed or (int.from_bytes(payload[:2], "big"), payload[2:].decode())
                try: self.send(payload[:2], 8)
                except OSError: pass  # The other end need not wait for it.
        return messages

    def end(self, seconds=3):  # Whatever comes until it is closed.
        messages, until = [], time.monotonic() + seconds
        while not self.closed and time.monotonic() < until: messages += self.receive(0.1)
        return messages
