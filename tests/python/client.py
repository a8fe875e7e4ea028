#!/usr/bin/env python3
"""A second client of Fray, written from src/protocol/PROTOCOL.md alone: it shares no line with the server or the page.

    python3 client.py ADDRESS SECONDS

plays for so many seconds, and prints what it saw as one line of JSON. The exit code is 0 only if all of it is as the
protocol says. Numbers such as P-DELTA-5 are rules of that file; `world.py` has the tables that another version changes.
"""
import json, math, random, sys, time, urllib.request
from collections import Counter
from movement import Mover
from wire import Wire
from world import (DASH, FIRE, GOODBYE, HELLO, INPUT, KEYFRAME_REQUEST, MATCH, SLOT_AT, SNAPSHOT, TUNING, VERSION, WELCOME,
                   World, runs_in_bits)


class Client:
    def __init__(self, address, seconds):
        self.address, self.world, self.seen, self.events = address, World(), Counter(), Counter()
        self.inputs, self.sent, self.tunings, self.trail, self.asked, self.map = {}, None, [], [], None, None
        self.last_lead = self.walked_at = self.detour = 0
        self.wire = Wire(address, f"fray.{VERSION}, fray")
        assert self.wire.protocol == f"fray.{VERSION}", self.wire.protocol
        self.wire.send([HELLO, VERSION, "python", "Second", None, 1778, None, 0, 0, None])
        until = time.monotonic() + seconds
        while time.monotonic() < until and not self.wire.closed:
            for message in self.wire.receive(0.004): self.heard(message)
            if self.trail: self.play()
        assert not self.wire.closed, self.wire.closed
        self.wire.send((1000).to_bytes(2, "big"), 8)
        self.wire.end()

    def heard(self, message):
        kind, fields = message[0], message[1:]
        if kind == WELCOME:
            self.seat = fields[4]
            self.load(fields[7])
        elif kind == MATCH: self.load(fields[3])
        elif kind == TUNING:
            v = fields[1]
            self.tunings.append((fields[0], {
                "tick": v[0], "radius": v[6] / 256, "top": v[7] / 256, "acceleration": v[8] / 256, "braking": v[9] / 256,
                "dash": v[12] / 256, "time": v[13], "cooldown": v[15], "reach": fields[2][0][2][4] / 256}))
        elif kind == SNAPSHOT: self.snapshot(*fields)
        elif kind == GOODBYE: raise AssertionError(f"goodbye {fields}")

    def load(self, map_hash):  # P-WELCOME-2
        if map_hash != self.map:
            self.map = map_hash
            self.walls = json.load(urllib.request.urlopen(f"http://{self.address}/maps/{map_hash}.json"))["walls"]

    def snapshot(self, tick, flags, lead, since, body):
        now, before, rate = time.monotonic(), self.world.own and dict(self.world.own), self.tunings[0][1]["tick"]
        self.trail = (self.trail + [tick])[-2:]  # It is acknowledged, used or not (P-ACK-1).
        self.seen["snapshots"] += 1
        if self.sent is None:  # P-CLOCK-1
            self.zero, self.decided, self.sent = now - (tick + 3) / rate, tick + 2, tick + 2
        least = -(-rate // 30) - 1
        if not least <= lead <= least + 2 and now - self.last_lead > 0.5:
            self.zero, self.last_lead = self.zero - (least + 1 - lead) / rate, now
        if self.seen["snapshots"] % 90 == 0 and not self.seen["requests"] and not flags & 1: return  # Lost on purpose.
        told = self.world.apply(tick, flags, since, body)
        if told: self.seen["sums"] += told[1] is not None
        if told is None or told[1] is False: return self.ask(now, 0 if told is None else 1)
        if flags & 1:
            self.seen["keyframes"] += 1
            self.seen["healed"] += self.asked is not None
            self.asked = None
        own, mine = self.world.own, lambda e, who: e.get(who) == self.seat != e.get("seat")
        for name, e in told[0]:
            self.events[name] += 1
            self.seen["shots"] += name == "Fired" and e["seat"] == self.seat
            self.seen["hits"] += name == "Hurt" and mine(e, "by")
            self.seen["kills"] += name == "Killed" and mine(e, "by")
        returned = any(name == "Spawned" and e["seat"] == self.seat for name, e in told[0])
        if own and before and not returned and not flags & 1 and own["life"] >= 0 <= before["life"]:
            self.seen["moved"] += math.hypot(own["x"] - before["x"], own["y"] - before["y"]) / 256
            if not flags & 12: self.predicted(before, own, tick - since, tick, told[0])

    def ask(self, now, why):  # P-DELTA-8
        self.seen["mismatches"] += why
        if self.asked is None or now - self.asked > 2:
            self.seen["requests"], self.asked = self.seen["requests"] + 1, now
            self.wire.send([KEYFRAME_REQUEST, why])

    def step(self, mover, tick, impulse=(0, 0)):
        tuning = [values for since, values in self.tunings if since <= tick][-1]
        mover.step((tick - 1) * 600 // tuning["tick"], *self.inputs.get(tick, (0, 0, 0)), impulse, tuning, self.walls)

    def predicted(self, before, own, since, tick, events):  # P-TICK-2: the same inputs make the same steps, to the bit.
        if since + 1 not in self.inputs or tick not in self.inputs: return
        mover = Mover(before, since * 600 // self.tunings[0][1]["tick"])
        pushes = {tick - e["ago"]: (e["ix"], e["iy"]) for name, e in events if name == "Pushed"}
        for t in range(since + 1, tick + 1): self.step(mover, t, pushes.get(t, (0, 0)))
        true = [mover.x, mover.y, mover.vx, mover.vy] == [own[name] for name in ("x", "y", "vx", "vy")]
        self.seen["predicted" if true else "mispredicted"] += 1

    def play(self):
        rate = self.tunings[0][1]["tick"]
        head, every, last = int((time.monotonic() - self.zero) * rate), -(-rate // 30), self.inputs.get(self.sent, (0, 0, 0))
        if head <= self.decided: return
        for tick in range(self.decided + 1, head + 1): self.inputs[tick] = self.decide(tick)
        self.decided, new = head, self.inputs[head]
        pressed = new[0] != last[0] or bool(new[1]) != bool(last[1])
        wait = 1 if pressed else every if new[0] % SLOT_AT or new[1] else rate // 10  # P-INPUT-2
        if head - self.sent < wait or head < self.trail[-1]: return
        runs = []
        for tick in range(self.sent + 1, head + 1):
            if runs and runs[-1][1] == self.inputs[tick] and runs[-1][0] < 255: runs[-1][0] += 1
            else: runs.append([1, self.inputs[tick]])
        self.sent = head
        picture = [self.trail[-1] - self.trail[0], 16 if len(self.trail) > 1 else 0]  # P-INPUT-6: the newest is drawn.
        self.wire.send([INPUT, self.trail[-1], head - self.trail[-1], *picture, runs_in_bits(runs)])

    def decide(self, tick):  # Towards the nearest, and shoot; a step aside where a wall is in the way.
        own, others = self.world.own, [p for p in self.world.players.values() if p["flags"] & 1]
        if not own or own["life"] < 0: return 0, 0, 0
        x, y, values = own["x"] / 256, own["y"] / 256, self.tunings[-1][1]
        far = lambda p: math.hypot(p["x8"] / 8 - x, p["y8"] / 8 - y)
        target = min(others, key=far, default={"x8": 8000, "y8": 8000})
        way = math.atan2(target["y8"] / 8 - y, target["x8"] / 8 - x) / math.tau
        if math.hypot(own["vx"], own["vy"]) > 60 * 256: self.walked_at = tick
        if tick - self.walked_at > 12: self.walked_at, self.detour = tick, random.choice((-0.25, 0.25, 0.5))
        elif tick - self.walked_at == 0 and tick % 60 == 0: self.detour = 0
        walk = 1 + round((way + self.detour + (0.25 if far(target) < 120 else 0)) * 64) % 64
        fires = FIRE if others and far(target) < values["reach"] else 0
        return fires | (DASH if tick % 120 < 6 else 0), walk, round(way * 65536) % 65536


def refused(address, offers, *messages):  # The code that a goodbye and the Close frame give, and the goodbye's parameters.
    wire = Wire(address, offers)
    for message in messages:
        wire.send(message, *[] if isinstance(message, list) else [1])
        if message[0] == HELLO and message[1] == VERSION: wire.receive(1)
    goodbyes = [m for m in wire.end() if m[0] == GOODBYE]
    return [goodbyes[0][1] if goodbyes else None, wire.closed[0], wire.closed[1], len(goodbyes[0][2]) if goodbyes else 0]


def main(address, seconds):
    ours, hello = f"fray.{VERSION}, fray", lambda version: [HELLO, version, "python", "Wrong", None, 1778, None, 0, 0, None]
    still = [INPUT, 0, 0, 0, 0, runs_in_bits([(1, (0, 0, 0))])]
    refusals = {"other version": refused(address, ours, hello(VERSION + 1)),
                "unknown sub-protocol": refused(address, "fray.65535, fray"),
                "input before hello": refused(address, ours, still), "text": refused(address, ours, b"hello"),
                "too far ahead": refused(address, ours, hello(VERSION), [INPUT, 0, 601, *still[3:]])}
    right = refusals == {
        "other version": [4001, 4001, "version", 2], "unknown sub-protocol": [4001, 4001, "version", 2],
        "input before hello": [4010, 4010, "before_hello", 0], "too far ahead": [4008, 4008, "malformed", 3],
        "text": [refusals["text"][0], 1003, "text", 0]}  # There the Close frame alone is certain (P-BYE-1).
    client = Client(address, seconds)
    names = "snapshots keyframes sums mismatches requests healed predicted mispredicted shots hits kills moved".split()
    seen = {name: round(client.seen[name]) for name in names}
    right = right and seen["healed"] == seen["requests"] == 1 and seen["sums"] and seen["predicted"]
    right = right and not seen["mismatches"] and not seen["mispredicted"]
    print(json.dumps(seen | {"events": client.events, "refusals": refusals, "right": bool(right)}))
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], float(sys.argv[2])))
