"""Writes the themes of the public sites as CSS: `python -m scripts.site_themes`."""

from pathlib import Path

from naikkelas.publicsite.rules.themes import stylesheet

FILE = Path(__file__).parent.parent / "naikkelas/publicsite/static/publicsite/themes.css"


def main() -> None:
    """Write the file from the data."""
    FILE.write_text(stylesheet(), "utf-8")


if __name__ == "__main__":
    main()
