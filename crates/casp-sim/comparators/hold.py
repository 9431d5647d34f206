"""The hold model at 100,000 pending events in SimPy: nanoseconds an event, median of some rounds.

Twice: with a process for each pending event, as SimPy is meant to be used, and with callbacks alone, its least cost.
"""

import random
import statistics
import time

import simpy

PENDING = 100_000
INCREMENTS = 1 << 18
ROUND = 2.0
ROUNDS = 5

draws = random.Random(1)
increments = [draws.expovariate(1.0) for _ in range(INCREMENTS)]
place = 0
happened = 0


def increment():
    global place
    place = (place + 1) & (INCREMENTS - 1)
    return increments[place]


def with_processes(env):
    def hold():
        global happened
        while True:
            yield env.timeout(increment())
            happened += 1

    for _ in range(PENDING):
        env.process(hold())


def with_callbacks(env):
    def again(_):
        global happened
        happened += 1
        env.timeout(increment()).callbacks.append(again)

    for _ in range(PENDING):
        env.timeout(increment()).callbacks.append(again)


for name, start in (("SimPy, processes", with_processes), ("SimPy, callbacks", with_callbacks)):
    env = simpy.Environment()
    start(env)
    env.run(until=ROUND)
    costs = []
    for number in range(ROUNDS):
        happened = 0
        begun = time.perf_counter_ns()
        env.run(until=ROUND * (number + 2))
        costs.append((time.perf_counter_ns() - begun) / happened)
        assert abs(happened - PENDING * ROUND) < 5_000, happened
    print(f"{name}\t{statistics.median(costs):.1f}")
