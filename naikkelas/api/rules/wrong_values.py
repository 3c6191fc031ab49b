"""What the schema has against a value, in Indonesian; the kinds are those of pydantic."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any  # details of an error

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "missing": "Wajib diisi.",
        "extra_forbidden": "Isian ini tidak dikenal.",
        "string_type": "Isi teks.",
        "string_too_long": "Terlalu panjang: paling banyak {max_length} huruf.",
        "string_too_short": "Terlalu pendek: paling sedikit {min_length} huruf.",
        "string_pattern_mismatch": "Bentuknya tidak cocok: {pattern}",
        "int_type": "Isi bilangan bulat.",
        "int_parsing": "Isi bilangan bulat.",
        "int_from_float": "Isi bilangan bulat.",
        "bool_type": "Isi true atau false.",
        "bool_parsing": "Isi true atau false.",
        "list_type": "Isi daftar.",
        "too_long": "Terlalu banyak: paling banyak {max_length}.",
        "literal_error": "Pilihan yang ada: {expected}.",
        "enum": "Pilihan yang ada: {expected}.",
        "greater_than_equal": "Paling kecil {ge}.",
        "less_than_equal": "Paling besar {le}.",
        "uuid_parsing": "Isi UUID.",
        "uuid_type": "Isi UUID.",
        "date_from_datetime_parsing": "Isi tanggal, misalnya 2025-07-31.",
        "date_parsing": "Isi tanggal, misalnya 2025-07-31.",
        "date_type": "Isi tanggal, misalnya 2025-07-31.",
        "model_type": "Isi objek JSON.",
        "model_attributes_type": "Isi objek JSON.",
        "dict_type": "Isi objek JSON.",
    }
)
_OTHERWISE = "Nilai ini tidak dapat dibaca."


def in_words(kind: str, details: Mapping[str, Any]) -> str:
    """One sentence beside one value.

    >>> in_words("less_than_equal", {"le": 12}), in_words("apa_saja", {})
    ('Paling besar 12.', 'Nilai ini tidak dapat dibaca.')
    """
    try:
        return WORDS.get(kind, _OTHERWISE).format(**details)
    except (KeyError, IndexError):
        return _OTHERWISE
