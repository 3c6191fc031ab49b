"""Colours that people can tell apart, also with each kind of colour blindness, in light and dark.

Simulation: Machado, Oliveira and Fernandes 2009 (severity 1.0) on linear RGB; distance: Oklab × 100
(2 is about the least that a careful eye sees); contrast: WCAG 2.2.
"""

import math
import re
from itertools import combinations

import pytest
from django.contrib.staticfiles import finders

Colour = tuple[float, float, float]
Matrix = tuple[Colour, Colour, Colour]

SIGHT: dict[str, Matrix] = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
LEAST_DISTANCE = 11.0
LEVELS = ("1", "2", "3", "4")


def stylesheet() -> str:
    found = finders.find("ui/app.css")
    assert isinstance(found, str)
    with open(found, encoding="utf-8") as file:  # noqa: PTH123
        return file.read()


def tokens(theme: str) -> dict[str, str]:
    """The colours of a theme; the dark one overrides the light one."""
    light, dark = re.findall(r":root \{(.*?)\}", stylesheet(), re.DOTALL)[:2]
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    if theme == "dark":
        found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark))
    return found


def linear(colour: str) -> Colour:
    def channel(at: int) -> float:
        value = int(colour[at : at + 2], 16) / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    return channel(1), channel(3), channel(5)


def times(matrix: Matrix, colour: Colour) -> Colour:
    first, second, third = (
        min(1.0, max(0.0, sum(a * b for a, b in zip(row, colour, strict=True)))) for row in matrix
    )
    return first, second, third


def oklab(colour: Colour) -> Colour:
    red, green, blue = colour
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def distance(one: str, other: str, sight: str) -> float:
    seen = (oklab(times(SIGHT[sight], linear(colour))) for colour in (one, other))
    return 100 * math.dist(*seen)


def contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        red, green, blue = linear(colour)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("sight", SIGHT)
def test_any_two_levels_differ_for_every_kind_of_sight(theme: str, sight: str) -> None:
    found = tokens(theme)

    too_near = {
        (one, other): round(apart, 1)
        for one, other in combinations(LEVELS, 2)
        if (apart := distance(found[f"level-{one}"], found[f"level-{other}"], sight))
        < LEAST_DISTANCE
    }

    assert not too_near


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("level", ["0", *LEVELS])
def test_the_number_on_a_level_is_readable_and_its_edge_visible(theme: str, level: str) -> None:
    found = tokens(theme)

    assert contrast(found[f"level-{level}"], found[f"level-{level}-ink"]) >= 4.5
    assert contrast(found[f"level-{level}-edge"], found["surface"]) >= 3


def test_numbers_on_levels_are_readable_in_sunlight() -> None:
    found = tokens("light")

    assert all(contrast(found[f"level-{n}"], found[f"level-{n}-ink"]) >= 7 for n in ("0", *LEVELS))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "surface"])
def test_text_links_and_muted_text_reach_seven_to_one(theme: str, ground: str) -> None:
    found = tokens(theme)

    assert {
        name: contrast(found[name], found[ground]) >= 7 for name in ("ink", "muted", "accent")
    } == {"ink": True, "muted": True, "accent": True}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["info", "ok", "warn", "danger"])
def test_alerts_and_badges_are_readable(theme: str, kind: str) -> None:
    found = tokens(theme)

    assert contrast(found[kind], found[f"{kind}-soft"]) >= 4.5
    assert contrast(found["ink"], found[f"{kind}-soft"]) >= 7
    assert contrast(found[kind], found["surface"]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_buttons_and_the_edges_of_inputs_are_visible(theme: str) -> None:
    found = tokens(theme)

    assert contrast(found["accent"], found["on-accent"]) >= 7
    assert contrast(found["edge"], found["surface"]) >= 3
    assert contrast(found["muted"], found["sunken"]) >= 4.5
