"""What a person may be called: letters of any script, and what stands between them."""

import pytest

from longgang.core.names import check_person_name


@pytest.mark.parametrize(
    "name",
    [
        "何静",
        "欧阳小明",
        "买买提·吐逊",
        "买买提•吐逊",
        "〇某",
        "𠮷田",
        "O'Neill",
        "D’Angelo",
        "Anne-Marie",
        "J. Smith",
        "Nguyễn Văn An",
        "Müller",
        "محمد",
        "Ольга Петрова",
        "ආරි",
        "何　静",
        "何\u200b静",
        "Ｗang",
        "",
    ],
)
def test_names_of_people_all_over_the_world_are_taken(name):
    assert check_person_name(name) is None


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("<b>何静</b>", "<"),
        ("{{ 何静 }}", "{"),
        ("何静2", "2"),
        ("何静；", ";"),
        ("何\x07静", "U+0007"),
        ("何\u202e静", "U+202E"),
        ("何\u2066静", "U+2066"),
        ("何静😀", "😀"),
        ("何_静", "_"),
        ("=何静", "="),
    ],
)
def test_what_belongs_in_no_name_is_shown(name, shown):
    refusal = check_person_name(name, field="contact_name")
    assert refusal is not None
    assert (refusal.code, refusal.field) == ("core.no_name", "contact_name")
    assert str(refusal.reason).endswith(shown)
