"""The tables of PROTOCOL.md as far as they stand in bits, and the world that is rebuilt from snapshots (section 8)."""

# What another version would change: limits of what stands in bits (widths follow), records, and numbers.
VERSION = 7
LIMITS = {
    "seat": (0, 63), "place8": (0, 64000), "place": (0, 2048000), "speed": (-770000, 770000), "turn": (0, 65535),
    "byte": (0, 255), "ms": (0, 1000), "health": (0, 1000), "held": (0, 63), "walk": (0, 192), "slot": (0, 3), "id": (0, 65535),
    "generation": (0, 127), "flags": (0, 255), "dm": (0, 6554), "dash": (0, 601), "wait": (0, 36000), "word": (0, 2**32 - 1),
    "fire_wait": (-60, 6000), "busy": (-3001, 12001), "life": (-18001, 6000), "amount": (0, 65535), "great": (0, 1),
    "bit": (0, 7), "end": (0, 3), "energy": (0, 60000), "shield": (-18001, 1201), "mends": (0, 6000), "pickup": (0, 63), "away": (0, 60000)}
SLOT_AT, FIRE, DASH = 16, 1, 2  # `held` is the buttons, and so many times the slot.
AT = "x8:place8 y8:place8"  # A field is name:type; # is a count, ? an integer or nil, * a list of corners.
PLAYER = f"seat:seat {AT} aim:byte fine:byte health:health flags:flags thread:dm"
SHOT = f"id:id generation:generation seat:seat weapon:slot {AT} angle:turn ago:#"
OWN = ("x:place y:place vx:speed vy:speed held:held dash:dash dash_angle:turn dash_wait:wait health:health clips:word "
       "fire_wait:fire_wait busy:busy energy:energy shield:shield mends:mends shots:byte life:life")
EVENTS = [("Spawned", f"seat:seat {AT}"), ("Dashed", f"seat:seat {AT} angle:turn"), ("Pushed", "ix:speed iy:speed"),
          ("Fired", f"seat:seat id:id generation:generation weapon:slot {AT} angle:turn forward:#"),
          ("ShotEnded", f"id:id generation:generation {AT} end:end seat:?seat forward:#"), ("Reloading", "seat:seat"),
          ("Hurt", f"seat:seat by:?seat weapon:slot damage:health {AT} seen:ms covered:ms"),
          ("Killed", f"seat:seat by:?seat weapon:slot {AT}"),
          ("Bounced", f"id:id generation:generation {AT} angle:turn forward:#"),
          ("Lashed", "seat:seat weapon:slot corners:* slack:?seat"), ("Slipped", f"seat:seat by:seat {AT}"),
          ("Refused", f"seat:seat by:seat {AT}"), ("Charging", "seat:seat"), ("Switched", "seat:seat weapon:slot"),
          ("Dropped", f"id:id seat:seat {AT} seed:word amount:amount lies:wait great:great"),
          ("Wound", "id:id bit:bit seat:seat"), ("Blocked", f"seat:seat by:seat weapon:slot damage:health {AT}"),
          ("Snapback", f"seat:seat by:seat id:id generation:generation weapon:slot {AT} angle:turn"),
          ("Broke", f"seat:seat {AT}"), ("Picked", "pickup:pickup seat:seat wait:away")]
OWN_CLASSES, PLAYER_CLASSES, TURNED, EVENT_BITS, WORD = (6, 13, 17), (6, 8, 10), 5, 5, 2**32 - 1
HELLO, INPUT, KEYFRAME_REQUEST, GOODBYE, WELCOME, MATCH, TUNING, SNAPSHOT = 1, 2, 5, 0, 10, 11, 14, 15


def width(kind):
    return (LIMITS[kind][1] - LIMITS[kind][0]).bit_length()


class Bits:  # P-WIRE-5
    def __init__(self, data):
        self.number, self.left = int.from_bytes(data, "big"), 8 * len(data)

    def take(self, bits):
        self.left -= bits
        assert self.left >= 0, "a body that is cut short"
        return self.number >> self.left & (1 << bits) - 1

    def signed(self, bits):
        return (self.take(bits) ^ 1 << bits - 1) - (1 << bits - 1)

    def count(self):
        zeros = 0
        while not self.take(1): zeros += 1
        return (1 << zeros | self.take(zeros)) - 1

    def field(self, kind):
        if kind == "#": return self.count()
        if kind == "*": return self.chain(AT)
        if kind[0] == "?": return self.field(kind[1:]) if self.take(1) else None
        value = self.take(width(kind)) + LIMITS[kind][0]
        assert value <= LIMITS[kind][1], f"{kind} {value}"
        return value

    def chain(self, fields):
        chain = [self.record(fields)]
        while self.take(1): chain.append(self.record(fields))
        return chain

    def record(self, fields):
        return {name: self.field(kind) for name, kind in (f.split(":") for f in fields.split())}


def runs_in_bits(runs):  # Pairs of ticks, and held, walk and aim.
    count = lambda n: format(n + 1, "b").zfill(2 * (n + 1).bit_length() - 1)
    field = lambda value, kind: format(value - LIMITS[kind][0], f"0{width(kind)}b")
    chain = [count(ticks - 1) + "".join(map(field, run, ("held", "walk", "turn"))) for ticks, run in runs[-16:]]
    bits = "1".join(chain) + "0"
    return int(bits.ljust(-len(bits) // 8 * -8, "0"), 2).to_bytes((len(bits) + 7) // 8, "big")


def hash_of(kind, values):  # P-SUM-1
    h = 0x811c9dc5 ^ kind
    for v in values: h = (h ^ v & WORD) * 0x01000193 & WORD
    for shift, factor in (16, 0x85ebca6b), (13, 0xc2b2ae35): h = (h ^ h >> shift) * factor & WORD
    return h ^ h >> 16


class World:  # What is held of the newest snapshot (section 8).
    tick, own, players, shots = None, None, {}, {}

    def apply(self, tick, flags, since, body):  # Its events, and whether its sum is right (None: it has none).
        if flags & 1: self.own, self.players, self.shots = None, {}, {}
        elif tick - since != self.tick: return None
        bits, self.tick = Bits(body), tick
        self.own = None if not bits.take(1) else self.own_differs(bits) if self.own else bits.record(OWN)
        if not flags & 1:
            for _ in range(bits.count()): self.players.pop(bits.field("seat"), None)
            for seat in sorted(self.players): self.player_differs(bits, self.players[seat])
        for piece in [bits.record(PLAYER) for _ in range(bits.count())]: self.players[piece["seat"]] = piece
        events = [self.event(bits) for _ in range(bits.count())]
        for shot in self.shots.values(): shot["ago"] += since
        for name, e in events:
            key = e.get("id"), e.get("generation")
            if name == "Fired": self.shots[key] = e | {"ago": e["ago"] + 1 + e["forward"]}
            elif name == "Snapback": self.shots[key] = dict(e)
            elif name == "Bounced" and key in self.shots: self.shots[key] |= e | {"ago": e["ago"] + e["forward"]}
            elif name == "ShotEnded": self.shots.pop(key, None)
        for _ in range(bits.count()): self.shots.pop((bits.field("id"), bits.field("generation")), None)
        for shot in [bits.record(SHOT) for _ in range(bits.count())]: self.shots[shot["id"], shot["generation"]] = shot
        told = bits.take(32) if flags & 16 else None
        assert bits.left < 8 and not bits.take(bits.left), "a body that does not end"
        return events, None if told is None else told == self.sum()

    def event(self, bits):
        name, fields = EVENTS[bits.take(EVENT_BITS)]
        return name, bits.record("ago:# " + fields)

    def own_differs(self, bits):  # P-DELTA-5
        fields = [f.split(":") for f in OWN.split()]
        for name, kind in [f for f in fields if bits.take(1)]:
            size = bits.take(2)
            self.own[name] = bits.field(kind) if size == 3 else self.own[name] + bits.signed(OWN_CLASSES[size])
        return self.own

    def player_differs(self, bits, p):  # P-DELTA-6
        if bits.take(1):
            size = bits.take(2)
            for name in "x8", "y8":
                p[name] = bits.field("place8") if size == 3 else p[name] + bits.signed(PLAYER_CLASSES[size])
        if bits.take(1): p["aim"] = (p["aim"] + bits.signed(TURNED)) % 256 if bits.take(1) else bits.field("byte")
        if bits.take(1):
            for name, kind in [f.split(":") for f in PLAYER.split()[4:] if bits.take(1)]: p[name] = bits.field(kind)

    def sum(self):
        shot = lambda s: [s[name] for name in ("id", "generation", "seat", "weapon", "angle")]
        held = [(1, self.own.values())] if self.own else []
        held += [(2, p.values()) for p in self.players.values()] + [(3, shot(s)) for s in self.shots.values()]
        return sum(hash_of(*entity) for entity in held) & WORD
