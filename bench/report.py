"""The table that the bench prints, with the limits that hold on two cores."""

from __future__ import annotations

from typing import Any

from bench.load import Level

P95_LIMIT = {1: 60.0, 10: 200.0}  # milliseconds
THROUGHPUT_LIMIT = {40: 60.0}  # messages a second
RATIO_LIMIT = 4.0
GROWTH_LIMIT = 1.5
READY_LIMIT = 25.0
TRAINING_LIMIT = 120.0
RSS_LIMIT = 1000.0


def _verdict(ok: bool, limit: str) -> str:
    return f"{'ok' if ok else 'MISSED'} ({limit})"


def _row(name: str, level: Level) -> str:
    p50, p95, p99 = (level.percentile(share) for share in (0.5, 0.95, 0.99))
    return (
        f"{name:<14}{level.users:>6}{p50:>9.1f}{p95:>9.1f}{p99:>9.1f}{level.per_second:>9.0f}"
        f"{len(level.times):>8}{level.failures:>8}"
    )


def print_report(result: dict[str, Any]) -> None:
    """Prints milliseconds and messages a second for each level, then the rest, each with its limit."""
    default = result["default"]
    print(f"\n{'':<14}{'users':>6}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'msg/s':>9}{'turns':>8}{'failed':>8}")
    for number, level in enumerate(result["levels"]):
        notes = []
        if level.users in P95_LIMIT:
            limit = P95_LIMIT[level.users]
            notes.append(_verdict(level.percentile(0.95) <= limit, f"p95 <= {limit:.0f} ms"))
        if level.users in THROUGHPUT_LIMIT:
            limit = THROUGHPUT_LIMIT[level.users]
            notes.append(_verdict(level.per_second >= limit, f">= {limit:.0f} msg/s"))
        print(_row("assistant", level), " ", ", ".join(notes))
        if default:
            other = default["levels"][number]
            ratio = other.percentile(0.5) / level.percentile(0.5)
            verdict = _verdict(ratio >= RATIO_LIMIT, f">= {RATIO_LIMIT:.0f}")
            print(_row("Rasa default", other), f"  median {ratio:.1f} times ours {verdict}")
    first, last = result["growth_ms"]
    print(
        f"\nturns 91-100 of a talk against turns 1-10: {last:.1f} / {first:.1f} ms = {last / first:.2f}  "
        + _verdict(last / first <= GROWTH_LIMIT, f"<= {GROWTH_LIMIT}")
    )
    print(
        f"ready after {result['ready_s']:.1f} s  "
        + _verdict(result["ready_s"] <= READY_LIMIT, f"<= {READY_LIMIT:.0f} s")
    )
    if result["train_s"] is not None:
        limit = _verdict(result["train_s"] <= TRAINING_LIMIT, f"<= {TRAINING_LIMIT:.0f} s")
        print(f"training {result['train_s']:.0f} s  {limit}")
    cpu = ", ".join(f"{name} {ms:.1f}" for name, ms in result["cpu_ms"].items())
    print(f"processor time for one message: {cpu} = {sum(result['cpu_ms'].values()):.1f} ms")
    total = sum(result["rss_mb"].values())
    parts = ", ".join(f"{name} {mb:.0f}" for name, mb in result["rss_mb"].items())
    print(f"memory after the load: {parts} = {total:.0f} MB  " + _verdict(total < RSS_LIMIT, f"< {RSS_LIMIT:.0f} MB"))
    if default:
        print(
            f"Rasa default: ready after {default['ready_s']:.0f} s, training {default['train_s']:.0f} s "
            f"(few epochs), {default['rss_mb']['rasa']:.0f} MB without its actions"
        )
