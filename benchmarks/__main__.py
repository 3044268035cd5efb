"""Run the benchmarks: ``./run bench [NAME ...]``. Each prints its figures beside a yardstick of the same run."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
NOT_RUN = {"__main__", "generator", "measure", "procurements"}


def main() -> None:
    """Run those named, else all."""
    names = sorted(module.name for module in pkgutil.iter_modules([str(HERE)]) if module.name not in NOT_RUN)
    wanted = sys.argv[1:] or names
    unknown = [name for name in wanted if name not in names]
    if unknown:
        sys.exit(f"bench: no benchmark is called {unknown[0]!r}: there are {', '.join(names)}")
    for name in wanted:
        print(f"== {name}", flush=True)
        importlib.import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    main()
