"""The parser of the command line, speaking Indonesian where argparse has only English."""

import argparse
import re
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

_SENTENCES: Sequence[tuple[str, str]] = (
    (r"the following arguments are required: (.*)", r"belum disebut: \1"),
    (r"unrecognized arguments: (.*)", r"tidak dikenal: \1"),
    (r"argument ([^:]*): (.*)", r"\1: \2"),
    (r"(.*)invalid choice: (.*) \(choose from (.*)\)", r"\1\2 tidak dikenal. Pilih: \3"),
    (r"(.*)invalid int value: (.*)", r"\1\2 bukan bilangan bulat"),
    (r"(.*)expected one argument", r"\1perlu satu nilai"),
    (r"(.*)expected at least one argument", r"\1perlu paling sedikit satu nilai"),
    (r"(.*)not allowed with argument (.*)", r"\1tidak dapat digabung dengan \2"),
    (r"(.*)ignored explicit argument (.*)", r"\1tidak memakai nilai \2"),
    (r"ambiguous option: (.*) could match (.*)", r"\1 kurang jelas: \2"),
)


def indonesian(message: str) -> str:
    """What argparse says of a wrong call, in Indonesian.

    >>> indonesian("argument --port: invalid int value: 'abc'")
    "--port: 'abc' bukan bilangan bulat"
    """
    for pattern, words in _SENTENCES:
        message = re.sub(rf"^{pattern}$", words, message)
    return message


class _Formatter(argparse.HelpFormatter):
    """The help with its one word of usage translated."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],  # argparse's class of groups is private
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "pemakaian: " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A parser whose help and refusals are Indonesian; its subcommands are of the same class."""

    def __init__(self, **options: Any) -> None:  # those of argparse
        super().__init__(formatter_class=_Formatter, add_help=False, **options)
        self._positionals.title = "argumen"
        self._optionals.title = "pilihan"
        self.add_argument("-h", "--help", action="help", help="tampilkan bantuan ini")

    def error(self, message: str) -> NoReturn:
        """Say how the command is used and what was wrong; exit code 2."""
        self.exit(2, f"{self.format_usage()}{self.prog}: {indonesian(message)}\n")
