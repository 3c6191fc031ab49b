"""What was published once is not edited: databases keep the text under which they computed."""

import pytest

from naikkelas.instruments.rules import builtin, builtin_ids

# A changed rule is a new file with a new id. Only a text that no release has carried yet may be
# given a new hash here.
HASHES = {
    "kampung-kb-2023": "94cbcdb3f20c32d0",
    "kampung-kb-2023-terkoreksi": "17198ed2b25e8e15",
    "idm-2021": "1cde760c2c6e42cb",
}


@pytest.mark.parametrize("instrument_id", builtin_ids())
def test_a_builtin_definition_keeps_its_text(instrument_id: str) -> None:
    assert builtin(instrument_id).sha256[:16] == HASHES[instrument_id], (
        "databases that published it keep scoring by the old text; give the new rule a new id"
    )
