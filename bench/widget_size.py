"""`python -m bench.widget_size`: how much a host page loads for the widget; 1 where it is more than the limit."""

from __future__ import annotations

import gzip
import sys

from bot.portal.widget_bundle import WIDGET, bundle

MOST = 60_000  # bytes, gzipped


def main() -> int:
    """Prints the modules, each gzipped alone, and the one file that is sent."""
    alone = {path: len(gzip.compress(path.read_bytes(), mtime=0)) for path in WIDGET.rglob("*.js")}
    for path, size in sorted(alone.items(), key=lambda item: -item[1]):
        print(f"{size:8}  {path.relative_to(WIDGET).as_posix()}")
    made = bundle()
    print(f"{len(made.zipped):8}  all {len(alone)} in one file, gzipped ({len(made.script)} plain); at most {MOST}")
    return int(len(made.zipped) > MOST)


if __name__ == "__main__":
    sys.exit(main())
