"""A link between two network namespaces that loses packets, is slow, or is cut, as it is told on its standard input.

bad-link.py NAME NAME: makes two TUN devices and carries IP packets between them until its input ends. A line of input is a
JSON object: "loss" (0 to 1, each packet by itself, both ways), "bitsPerSecond" (each way, 0: no limit), "delayMs" (each way),
"up" and "down" (false: nothing passes from the first to the second, or back). Each line is answered with what passed and what was
lost so far. A kernel with netem does the same; not every one has it.
"""

import fcntl
import heapq
import json
import os
import random
import select
import struct
import sys
import time

TUNSETIFF = 0x400454CA  # linux/if_tun.h
IFF_TUN_NO_PI = 0x1001
QUEUED_PACKETS = 40  # of a slow way, as a cheap router holds; what comes on top is lost too


def open_device(name):
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH22s", name.encode(), IFF_TUN_NO_PI, b""))
    return device


class Way:
    def __init__(self, source, target):
        self.source, self.target = source, target
        self.is_open, self.free_at, self.queued = True, 0.0, 0
        self.passed = self.lost = 0


quality = {"loss": 0.0, "bitsPerSecond": 0, "delayMs": 0}
first, second = (open_device(name) for name in sys.argv[1:3])
there, back = Way(first, second), Way(second, first)
waiting, order = [], 0


def take(way):
    global order
    packet = os.read(way.source, 65536)
    if not way.is_open or random.random() < quality["loss"] or way.queued >= QUEUED_PACKETS:
        way.lost += 1
        return
    now = time.monotonic()
    if quality["bitsPerSecond"]:
        way.free_at = max(now, way.free_at) + len(packet) * 8 / quality["bitsPerSecond"]
    due = max(now, way.free_at) + quality["delayMs"] / 1000
    order, way.queued = order + 1, way.queued + 1
    heapq.heappush(waiting, (due, order, way, packet))


def give():
    while waiting and waiting[0][0] <= time.monotonic():
        _, _, way, packet = heapq.heappop(waiting)
        way.queued -= 1
        try:
            if not way.is_open:
                raise OSError("cut")
            os.write(way.target, packet)
            way.passed += 1
        except OSError:  # or its device is not up yet
            way.lost += 1


def obey(line):
    told = json.loads(line)
    for name in quality:
        quality[name] = told.get(name, quality[name])
    there.is_open, back.is_open = told.get("up", there.is_open), told.get("down", back.is_open)
    if not quality["bitsPerSecond"]:
        there.free_at = back.free_at = 0.0
    return {"passed": there.passed + back.passed, "lost": there.lost + back.lost}


print("{}", flush=True)
while True:
    pause = max(0, waiting[0][0] - time.monotonic()) if waiting else None
    for ready in select.select([first, second, sys.stdin], [], [], pause)[0]:
        if ready is sys.stdin:
            line = sys.stdin.readline()
            if not line:
                sys.exit(0)
            print(json.dumps(obey(line)), flush=True)
        else:
            try:
                take(there if ready == first else back)
            except OSError:
                pass  # its device is not up yet
    give()
