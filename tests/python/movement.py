"""How a body moves, from section 9 of PROTOCOL.md alone: in doubles, and equal to the server's steps to the bit."""
from math import floor, pi, sqrt


def snap(x):
    return floor(x * 256 + 0.5)


def sine(k):  # P-MOVE-8
    q, r = divmod(k % 65536, 16384)
    a = (16384 - r if q % 2 else r) * (2 * pi / 65536)
    s = a * a
    y = a * (1 + s * (-1 / 6 + s * (1 / 120 + s * (-1 / 5040 + s * (1 / 362880)))))
    return -y if q >= 2 else y


def direction(k):
    return sine(k + 16384), sine(k)


class Mover:
    def __init__(self, own, now):  # P-OWN-1
        self.x, self.y, self.vx, self.vy, self.held = (own[name] for name in ("x", "y", "vx", "vy", "held"))
        self.ends, self.angle, self.ready = own["dash"] and now + own["dash"] - 1, own["dash_angle"], now + own["dash_wait"]

    def step(self, now, held, walk, aim, impulse, tuning, walls, pace=1000, DASH=2):
        seconds, top = 1 / tuning["tick"], tuning["top"] * (pace / 1000)
        vx, vy, ix, iy = self.vx / 256, self.vy / 256, impulse[0] / 256, impulse[1] / 256
        if held & DASH and not self.held & DASH and now >= self.ready:  # P-MOVE-2
            self.angle = (walk - 1) % 64 * 1024 if walk else aim
            self.ends, self.ready = now + tuning["time"], now + tuning["cooldown"]
        if now < self.ends:  # P-MOVE-3
            vx, vy = (c * tuning["dash"] for c in direction(self.angle))
        else:  # P-MOVE-4
            speed = sqrt(vx * vx + vy * vy)
            if self.ends and speed > top: vx, vy = vx * (top / speed), vy * (top / speed)
            self.ends = 0
            strength = (3 - (walk - 1) // 64) / 3 if walk else 0
            wx, wy = (c * strength * top for c in direction((walk - 1) % 64 * 1024))
            cx, cy = wx - vx, wy - vy
            gains = wx * vx + wy * vy >= 0 and wx * wx + wy * wy > vx * vx + vy * vy
            most, change = seconds * tuning["acceleration" if gains else "braking"], sqrt(cx * cx + cy * cy)
            vx, vy = (wx, wy) if change <= most else (vx + cx * (most / change), vy + cy * (most / change))
        x, y, vx, vy = self.way(self.x / 256, self.y / 256, vx, vy, ix, iy, seconds, tuning["radius"], walls)
        self.x, self.y, self.vx, self.vy, self.held = snap(x), snap(y), snap(vx), snap(vy), held

    def way(self, x, y, vx, vy, ix, iy, seconds, radius, walls):  # P-MOVE-5
        parts = floor(sqrt((vx + ix) ** 2 + (vy + iy) ** 2) * seconds / 7) + 1
        for _ in range(parts):
            before, near = (x, y), None
            x, y = x + (vx + ix) * (seconds / parts), y + (vy + iy) * (seconds / parts)
            for attempt in range(5):
                near = min((nearest(x, y, wall) for wall in walls), key=lambda n: n[0])  # The first among equals.
                if near[0] >= radius or near[0] == 0 or attempt == 4: break
                d, ux, uy = near[0], (x - near[1]) / near[0], (y - near[2]) / near[0]
                x, y = x + ux * (radius + 1 / 64 - d), y + uy * (radius + 1 / 64 - d)
                v, i = min(vx * ux + vy * uy, 0), min(ix * ux + iy * uy, 0)
                vx, vy, ix, iy = vx - ux * v, vy - uy * v, ix - ux * i, iy - uy * i
            if near[0] < radius: return *before, vx, vy
        return x, y, vx, vy


def nearest(x, y, wall):  # P-MOVE-6
    ax, ay, bx, by = wall
    dx, dy = bx - ax, by - ay
    long = dx * dx + dy * dy
    t = min(max(((x - ax) * dx + (y - ay) * dy) / long, 0), 1) if long else 0
    px, py = ax + dx * t, ay + dy * t
    return sqrt((x - px) ** 2 + (y - py) ** 2), px, py
