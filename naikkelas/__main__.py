"""`python -m naikkelas` is the command `naikkelas`."""

from naikkelas.config.cli import main

main()
