"""The part of a public address that names an area: `path("data/<area:code>/", …)`."""


class AreaCode:
    """`nasional`, or the code of a province, kabupaten or kecamatan."""

    regex = r"nasional|\d\d(?:\.\d\d){0,2}"

    def to_python(self, value: str) -> str:
        """The part as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """The part as it stands."""
        return value
