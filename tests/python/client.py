"""A second client, written from src/protocol/PROTOCOL.md alone: it reads the tables there, and follows the rules by their ids.

    python3 tests/python/client.py HOST:PORT SECONDS

plays for so long, prints what it saw as one line of JSON, and ends with 0 if every sum of hashes agreed. Standard library only.
"""

import json, math, os, re, socket, struct, sys, time

PROTOCOL = os.path.join(os.path.dirname(__file__), "../../src/protocol/PROTOCOL.md")
FIRE, DASH, SHIELD, SLOT = 1, 2, 8, 16


def tables(text):
    """The tables of sections 3 to 5: fields of each record in order, and the numbers of messages and events."""
    records, name, numbers = {}, None, {}
    for line in text.split("\n"):
        title = re.match(r"#### (?:(\d+) )?`(\w+)`", line)
        field = re.match(r"\| `(\w+)` \| ([^|]+) \| ([^|]*) \|", line)
        if title:
            name = title[2]
            records[name] = []
            if title[1]:
                numbers[name] = int(title[1])
        elif line.startswith("<!--"):
            name = None
        elif field and name:
            low = re.match(r"-?\d+", field[3].strip())
            records[name].append((field[1], field[2].strip(), int(low[0]) if low else 0))
    return records, numbers


TEXT = open(PROTOCOL, encoding="utf-8").read()
RECORDS, NUMBERS = tables(TEXT)
EVENTS = {NUMBERS[name]: name for name in re.findall(r"#### \d+ `(\w+)`", TEXT.split("### Events")[1].split("## 6.")[0])}
VERSION = int(re.search(r"version (\d+)", TEXT)[1])


class Bits:  # P-WIRE-5
    def __init__(self, data):
        self.value, self.left = int.from_bytes(data, "big"), len(data) * 8

    def take(self, bits):
        self.left -= bits
        assert self.left >= 0, "the body is too short"
        return self.value >> self.left & (1 << bits) - 1

    def signed(self, bits):
        value = self.take(bits)
        return value - (1 << bits) if value >> bits - 1 else value

    def count(self):
        zeros = 0
        while not self.take(1):
            zeros += 1
        return (1 << zeros | self.take(zeros)) - 1

    def list(self, read):
        return [read() for _ in range(self.count())]

    def field(self, kind, low):
        if kind == "count":
            return low + self.count()
        if kind.startswith("1, or"):
            return low + self.take(int(kind.split("+")[1])) if self.take(1) else None
        if kind.startswith("list of"):
            chain, inner = [], kind.split("`")[1]
            while not chain or self.take(1):
                chain.append(self.record(inner))
            return chain
        return low + self.take(int(kind))

    def record(self, name):
        return {field: self.field(kind, low) for field, kind, low in RECORDS[name]}


def pack(value):  # MessagePack, as far as P-WIRE-2 has it
    if value is None:
        return b"\xc0"
    if isinstance(value, int):
        return struct.pack(">BI", 0xCE, value) if value >= 0 else struct.pack(">Bi", 0xD2, value)
    if isinstance(value, str):
        return struct.pack(">BB", 0xD9, len(value.encode())) + value.encode()
    if isinstance(value, bytes):
        return struct.pack(">BB", 0xC4, len(value)) + value
    return bytes([0x90 | len(value)]) + b"".join(map(pack, value))


def unpack(data, at=0):
    head, at = data[at], at + 1
    def number(form):
        return struct.unpack_from(">" + form, data, at)[0], at + struct.calcsize(form)
    def some(count, at):
        out = []
        for _ in range(count):
            value, at = unpack(data, at)
            out.append(value)
        return out, at
    forms = {0xCC: "B", 0xCD: "H", 0xCE: "I", 0xCF: "Q", 0xD0: "b", 0xD1: "h", 0xD2: "i", 0xD3: "q"}
    sizes = {0xC4: "B", 0xC5: "H", 0xC6: "I", 0xD9: "B", 0xDA: "H", 0xDB: "I", 0xDC: "H", 0xDD: "I"}
    if head < 0x80 or head >= 0xE0:
        return head - (256 if head >= 0xE0 else 0), at
    if head == 0xC0:
        return None, at
    if head in forms:
        return number(forms[head])
    size = head & 0x1F if 0xA0 <= head < 0xC0 else head & 0x0F
    if head in sizes:
        size, at = number(sizes[head])
    if 0x90 <= head < 0xA0 or head in (0xDC, 0xDD):
        return some(size, at)
    chunk = data[at:at + size]
    return (bytes(chunk) if head in (0xC4, 0xC5, 0xC6) else chunk.decode()), at + size


class Socket:
    def __init__(self, address):
        host, port = address.split(":")
        self.socket = socket.create_connection((host, int(port)), 5)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(f"GET /ws HTTP/1.1\r\nHost: {address}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                            f"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: fray.{VERSION}, fray\r\n\r\n".encode())
        self.buffer = b""
        while b"\r\n\r\n" not in self.buffer:
            self.buffer += self.socket.recv(4096)
        self.buffer = self.buffer.split(b"\r\n\r\n", 1)[1]

    def send(self, data, opcode=2):
        assert len(data) < 126
        mask = os.urandom(4)
        self.socket.sendall(bytes([0x80 | opcode, 0x80 | len(data)]) + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(data)))

    def frame(self, seconds):
        """The next frame as opcode and payload; None when none came in so many seconds."""
        self.socket.settimeout(max(seconds, 0.001))
        while True:
            head = self.buffer
            if len(head) >= 2:
                size, at = head[1] & 0x7F, 2
                if size >= 126:
                    form = "H" if size == 126 else "Q"
                    at += struct.calcsize(form)
                    size = struct.unpack_from(">" + form, head, 2)[0] if len(head) >= at else 1 << 30
                if len(head) >= at + size:
                    self.buffer = head[at + size:]
                    return head[0] & 0x0F, head[at:at + size]
            try:
                more = self.socket.recv(65536)
            except (TimeoutError, socket.timeout):
                return None
            if not more:
                return 8, b""
            self.buffer += more


def message(name, *fields):
    return pack([NUMBERS[name], *fields])


def hello(version=VERSION):
    return message("Hello", version, "python", "Python", None, 1778, None, 0)


def entity_hash(kind, values):  # P-SUM-1
    h = 0x811C9DC5 ^ kind
    for value in values:
        h = (h ^ value & 0xFFFFFFFF) * 0x01000193 & 0xFFFFFFFF
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        h = (h ^ h >> shift) * factor & 0xFFFFFFFF
    return h ^ h >> 16


class World:  # P-DELTA
    def __init__(self):
        self.tick, self.own, self.players, self.shots = None, None, {}, {}

    def take(self, tick, flags, since, body):
        """Its events and whether its sum agrees, if it has one; None where it cannot be used."""
        if flags & 1:
            self.__init__()
        elif self.tick != tick - since:
            return None
        bits = Bits(body)
        self.own = None if not bits.take(1) else self.own_after(bits) if self.own else bits.record("Own")
        if not flags & 1:
            for seat in bits.list(lambda: bits.take(6)):
                self.players.pop(seat, None)
            for seat in sorted(self.players):
                self.player_after(self.players[seat], bits)
        self.players.update((player["seat"], player) for player in bits.list(lambda: bits.record("PlayerPiece")))
        for shot in self.shots.values():
            shot["ago"] += since
        events = bits.list(lambda: (lambda name: (name, bits.record(name)))(EVENTS[bits.take(5)]))
        for name, event in events:
            self.follow(name, event)
        for gone in bits.list(lambda: (bits.take(16), bits.take(7))):
            self.shots.pop(gone, None)
        self.shots.update(((shot["id"], shot["generation"]), shot) for shot in bits.list(lambda: bits.record("ShotPiece")))
        agrees = bits.take(32) == self.sum() if flags & 16 else None
        assert bits.left < 8 and bits.take(bits.left) == 0, "the body is too long"
        self.tick = tick
        return events, agrees

    def own_after(self, bits):
        changed = [field for field in RECORDS["Own"] if bits.take(1)]
        for field, kind, low in changed:
            which = bits.take(2)
            self.own[field] = bits.field(kind, low) if which == 3 else self.own[field] + bits.signed((6, 13, 17)[which])
        return self.own

    def player_after(self, player, bits):
        fields = {field: (kind, low) for field, kind, low in RECORDS["PlayerPiece"]}
        if bits.take(1):
            which = bits.take(2)
            for field in ("x8", "y8"):
                player[field] = bits.field(*fields[field]) if which == 3 else player[field] + bits.signed((6, 8, 10)[which])
        if bits.take(1):
            player["aim"] = (player["aim"] + bits.signed(5)) % 256 if bits.take(1) else bits.take(8)
        if bits.take(1):
            for field in [field for field in ("fine", "health", "flags", "thread") if bits.take(1)]:
                player[field] = bits.field(*fields[field])

    def follow(self, name, event):
        key = (event.get("id"), event.get("generation"))
        flown = event["ago"] + event.get("forward", 0)
        if name in ("Fired", "Snapback"):
            shot = {field: event[field] for field in ("id", "generation", "seat", "weapon", "x8", "y8", "angle")}
            self.shots[key] = {**shot, "ago": flown + (name == "Fired")}
        elif name == "Bounced" and key in self.shots:
            self.shots[key].update(x8=event["x8"], y8=event["y8"], angle=event["angle"], ago=flown)
        elif name == "ShotEnded":
            self.shots.pop(key, None)

    def sum(self):
        shot = lambda shot: [shot[field] for field in ("id", "generation", "seat", "weapon", "angle")]
        hashes = [entity_hash(1, self.own.values())] if self.own else []
        hashes += [entity_hash(2, player.values()) for player in self.players.values()]
        return sum(hashes + [entity_hash(3, shot(each)) for each in self.shots.values()]) & 0xFFFFFFFF


def run_bits(ticks, held, walk, aim):  # a chain of one run
    count = ticks  # a count of ticks - 1, in Exp-Golomb: that plus one
    bits = "0" * (count.bit_length() - 1) + f"{count:b}" + f"{held:06b}{walk:08b}{aim:016b}" + "0"
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


def decide(world, round_):
    """Toward the nearest other player, aiming and shooting at them; now and then a dash, now and then the shield."""
    own = world.own
    others = [p for p in world.players.values() if p["flags"] & 1]
    if own is None or own["life"] < 0 or not others:
        return 0, 0, 0
    x, y = own["x"] / 256, own["y"] / 256
    way = min(((p["x8"] / 8 - x, p["y8"] / 8 - y) for p in others), key=lambda way: math.hypot(*way))
    aim = int(math.atan2(way[1], way[0]) / math.tau * 65536) % 65536
    held = SHIELD if round_ % 60 < 12 else FIRE
    return held | (DASH if round_ % 40 == 20 else 0), 1 + ((aim + 512) % 65536) // 1024, aim


def refusal(address, *messages):
    """The code of the goodbye that these are answered with."""
    line = Socket(address)
    for data in messages:
        line.send(data)
    while True:
        frame = line.frame(5)
        if frame is None or frame[0] == 8:
            return None
        told = unpack(frame[1])[0]
        if told[0] == NUMBERS["Goodbye"]:
            return told[1]


def play(address, seconds):
    line, world = Socket(address), World()
    seen = {"snapshots": 0, "keyframes": 0, "sums": 0, "mismatches": 0, "asked": 0, "shots": 0, "hits": 0, "moved": 0, "events": {}}
    line.send(hello())
    seat, lead, head, place, until, round_, asked = None, 0, 0, None, time.monotonic() + seconds, 0, -9.0
    while time.monotonic() < until:
        frame = line.frame(0.1)
        if frame is None:
            continue
        opcode, data = frame
        if opcode == 9:
            line.send(data, 10)
        if opcode == 8:
            raise SystemExit("the server closed the connection")
        told = unpack(data)[0] if opcode == 2 else [None]
        if told[0] == NUMBERS["Welcome"]:
            seat = told[1 + [field for field, *_ in RECORDS["Welcome"]].index("seat")]
        if told[0] != NUMBERS["Snapshot"]:
            continue
        _, tick, flags, told_lead, since, body = told
        seen["snapshots"] += 1
        seen["keyframes"] += flags & 1
        if seen["snapshots"] == 100:
            continue  # as if it had been lost: the next one cannot be used
        taken = world.take(tick, flags, since, body)
        if taken is None:
            if time.monotonic() - asked > 2:
                asked = time.monotonic()
                seen["asked"] += 1
                line.send(message("KeyframeRequest", 0))
            continue
        events, agrees = taken
        seen["sums"] += agrees is not None
        seen["mismatches"] += agrees is False
        for name, event in events:
            seen["events"][name] = seen["events"].get(name, 0) + 1
            seen["shots"] += name in ("Fired", "Lashed") and event["seat"] == seat
            seen["hits"] += name == "Hurt" and event["by"] == seat
        own = world.own
        here = (own["x"] / 256, own["y"] / 256) if own and own["life"] >= 0 else None
        if here and place and math.dist(here, place) < 100:
            seen["moved"] += math.dist(here, place)
        place, round_ = here, round_ + 1
        held, walk, aim = decide(world, round_)
        # P-CLOCK-1: three ticks ahead at first, and then so that the head comes one to three ticks before its use.
        lead = min(max(lead + (told_lead < 1) - (told_lead > 3), 0), 20)
        ticks = min(max(tick + 3 + lead - head, 1), 255) if head else 2
        head = head + ticks if head else tick + 3
        line.send(message("Input", tick, head - tick, 0, 0, run_bits(ticks, held, walk, aim)))
    line.send(struct.pack(">H", 1000), 8)
    seen["moved"] = round(seen["moved"])
    return seen


if __name__ == "__main__":
    where, length = sys.argv[1], float(sys.argv[2])
    result = play(where, length)
    malformed = message("Ack", 0, 2)
    result["refused"] = {"version": refusal(where, hello(9999)), "malformed": refusal(where, hello(), malformed)}
    print(json.dumps(result))
    sys.exit(0 if result["mismatches"] == 0 and result["sums"] > 0 else 1)
