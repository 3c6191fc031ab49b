"""Invented example data in the neutral five-CSV report set; pure Python, numpy and polars.

`tanah_laut` makes the demo kabupaten, `nation` a synthetic nation for benches. Nothing
generated here describes a real village: every free text says "contoh".
"""
