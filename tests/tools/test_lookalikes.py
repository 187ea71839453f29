"""A name can be taken for another one where it looks like it, and only there."""

from itertools import combinations

import pytest

from blog.tools.lookalikes import alike

# Readers as they come, with those whose names are nearest to each other.
READERS = """Dara Data Clara Sara Zara Lara Tara Mara Maria Marta Mario Marie Martin Marvin Ana Anna Hanna Jana Ian Lan
Ivan Iva Ida Ila Lia Lila Lola Neil Nell Nils Niels Will Willa Bill Billy Kim Tim Jim Jon John Joan Jan نرگس نرگیس
علی عالی Павел Ольга राम रमा"""


@pytest.mark.parametrize(
    "name",
    [
        "Leila Navid", "leila navid", "LEILA NAVID", "LeilaNavid", " Leila  Navid ", "Leila.Navid", "Leila Navid ✓",
        "“Leila” Navid",
        "Léïla Ñavíd", "Łeila Navid", "L\u0336eila Navid", "Leila\u200b Na\u2060vid", "Leila\ufe0f Navid",
        "Le\u00adila Navid",
        "Lеilа Nаvіd", "Leila Νavid", "Ｌｅｉｌａ Ｎａｖｉｄ", "𝓛𝓮𝓲𝓵𝓪 𝕹𝖆𝖛𝖎𝖉", "Ⓛⓔⓘⓛⓐ 🅽🅰🆅🅸🅳", "ʟᴇɪʟᴀ ɴᴀᴠɪᴅ",
        "Leıla Navıd",
        "LeiIa Navid", "1eila Navid", "|eila Navid", "Lei1a Nav1d", "Le11a Navid", "Le!la Navid", "L3il4 N4v1d",
        "Lei١a Navid", "ꓡeila ꓠavid", "Ꮮeila Navid", "ꓡꓰꓲꓡꓮ ꓠꓮꓦꓲꓓ",
        *(f"Lei{unseen}la Navid{unseen}" for unseen in "\u115f\u1160\u3164\uffa0\u17b4\u17b5\u2800\U00016fe4"),
    ],
)  # fmt: skip
def test_a_disguise_is_seen_through(name: str) -> None:
    assert alike(name, "Leila Navid")
    assert alike("Leila Navid", name)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Sarnira Rostarni", "Samira Rostami"), ("0rnid Karirni", "Omid Karimi"), ("VVilma", "Wilma"), ("lan Miles",
        "Ian Miles"),
        ("lva", "Iva"), ("АННА", "Анна"), ("ΝΙΚΟΣ", "Νίκος"), ("علي", "علی"), ("كامران", "کامران"), ("مُحَمَّد", "محمد"),
        ("5amue1", "Samuel"),
    ],
)  # fmt: skip
def test_pairs_that_are_read_as_one(name: str, other: str) -> None:
    assert alike(name, other)


def test_no_two_ordinary_names_are_taken_for_each_other() -> None:
    names = READERS.split()
    assert len(names) >= 50
    assert [pair for pair in combinations(names, 2) if alike(*pair)] == []


@pytest.mark.parametrize(("name", "other"), [("", ""), ("!!!", "???"), ("", "Dara"), ("👍", "👎")])
def test_signs_without_letters_are_nobody(name: str, other: str) -> None:
    assert not alike(name, other)
