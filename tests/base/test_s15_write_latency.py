"""S15: an acknowledged write takes at most 20 ms at the 99th percentile, while others write and read."""

import time
from concurrent.futures import ThreadPoolExecutor

from base.notes import add

WRITERS, WRITES = 4, 500
LIMIT_S = 0.020


def test_s15_an_acknowledged_write_takes_at_most_20_ms(database):
    def write(who):
        times = []
        for number in range(WRITES):
            started = time.perf_counter()
            database.write(add(f"{who} {number} {'字' * 80}"))
            times.append(time.perf_counter() - started)
            database.read(lambda db: db.execute("SELECT count(*) FROM notes").fetchone())
        return times

    with ThreadPoolExecutor(WRITERS) as pool:
        times = sorted(time for one in pool.map(write, range(WRITERS)) for time in one)
    assert len(times) == WRITERS * WRITES
    assert times[len(times) * 99 // 100] <= LIMIT_S
