"""``python -m ketenatlas`` is the command line."""

from ketenatlas.cli import main

main()
