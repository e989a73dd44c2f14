"""Plates of every kind that stops at a checkpoint."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longgang.core.errors import Refused
from longgang.core.identifiers import (
    Plate,
    PlateColour,
    PlateKind,
    parse_colour,
    parse_plate,
    suggest_plate,
)

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"

civil = st.builds(
    "{}{}{}".format,
    st.sampled_from(PROVINCES),
    st.sampled_from("ABCDEFGHJKLMNPQRSTUVWXYZ"),
    st.text(SIGNS, min_size=5, max_size=5),
)


def refused_by(text, colour=PlateColour.BLUE):
    with pytest.raises(Refused) as refused:
        parse_plate(text, colour)
    return refused.value.refusals[0]


@given(civil)
def test_civil_plate_survives_every_way_of_typing_it(number):
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in number[1:])
    dotted = f"{number[:2]}·{number[2:]}"
    for typed in (number, number.lower(), dotted, f" {number[:2]} {number[2:]}", number[0] + wide):
        plate = parse_plate(typed, PlateColour.YELLOW)
        assert (plate.number, plate.kind) == (number, PlateKind.CIVIL)
        assert str(plate) == number


@pytest.mark.parametrize(
    ("number", "colour", "kind"),
    [
        ("辽P1234挂", PlateColour.YELLOW, PlateKind.TRAILER),
        ("辽P1234学", PlateColour.YELLOW, PlateKind.LEARNER),
        ("辽P1234警", PlateColour.WHITE, PlateKind.POLICE),
        ("粤Z1234港", PlateColour.BLACK, PlateKind.HONG_KONG),
        ("粤ZA123澳", PlateColour.BLACK, PlateKind.MACAO),
        ("沪A0023领", PlateColour.BLACK, PlateKind.CONSULATE),
        ("沪22478领", PlateColour.BLACK, PlateKind.CONSULATE),
        ("辽P1234试", PlateColour.YELLOW, PlateKind.TRIAL),
        ("辽P1234超", PlateColour.BLUE, PlateKind.OVERSIZE),
        ("使014578", PlateColour.BLACK, PlateKind.EMBASSY),
        ("224578使", PlateColour.BLACK, PlateKind.EMBASSY),
        ("辽X1234应急", PlateColour.WHITE, PlateKind.RESCUE),
        ("辽PD12345", PlateColour.GRADIENT_GREEN, PlateKind.NEW_ENERGY_SMALL),
        ("辽PKA1234", PlateColour.GRADIENT_GREEN, PlateKind.NEW_ENERGY_SMALL),
        ("辽P12345D", PlateColour.YELLOW_GREEN, PlateKind.NEW_ENERGY_LARGE),
        ("辽P12345K", PlateColour.YELLOW_GREEN, PlateKind.NEW_ENERGY_LARGE),
    ],
)
def test_plate_of_every_kind(number, colour, kind):
    plate = parse_plate(number, colour)
    assert plate == Plate(number, colour)
    assert plate.kind == kind


@pytest.mark.parametrize("letter", "ABCDEFGHJK")
def test_new_energy_plates_of_every_letter(letter):
    assert parse_plate(f"辽P{letter}12345", "5").kind is PlateKind.NEW_ENERGY_SMALL
    assert parse_plate(f"辽P12345{letter}", "5").kind is PlateKind.NEW_ENERGY_LARGE


def test_new_energy_plates_have_one_colour_however_it_is_called():
    small = {parse_plate("辽PD12345", colour) for colour in ("5", "93", "94", "绿", "渐变绿")}
    large = {parse_plate("辽P12345D", colour) for colour in ("5", "93", "94", "黄绿双拼")}
    assert small == {Plate("辽PD12345", PlateColour.GRADIENT_GREEN)}
    assert large == {Plate("辽P12345D", PlateColour.YELLOW_GREEN)}


def test_new_energy_plates_are_green():
    assert refused_by("辽PD12345", PlateColour.BLUE).code == "core.plate_colour_mismatch"


def test_the_same_number_in_two_colours_is_two_vehicles():
    assert parse_plate("辽P12345", "黄") != parse_plate("辽P12345", "蓝")


@pytest.mark.parametrize(
    ("text", "colour"),
    [("WJ辽1234X", "白"), ("军A12345", "白"), ("VA12345", "白"), ("ABC1234", "其他")],
)
def test_military_and_foreign_plates_are_taken_as_written_and_flagged(text, colour):
    plate = parse_plate(text, colour)
    assert (plate.number, plate.kind) == (text, PlateKind.FREE)


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("军A12345", "蓝"),
        ("辽P123", "白"),
        ("辽P", "其他"),
        ("没有牌照", "其他"),
        ("<b>1234", "其他"),
        ("1" * 13, "其他"),
        ("辽P1234567", "黄"),
        ("港P12345", "黄"),
    ],
)
def test_plate_of_no_shape_is_refused(text, colour):
    assert refused_by(text, colour).code == "core.plate_format"


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "core.plate_empty"), ("辽" * 101, "core.plate_length"), ("1E5", "core.plate_scientific")],
)
def test_plate_refused_with_its_own_reason(text, code):
    assert refused_by(text).code == code


def test_look_alike_letters_are_suggested_never_corrected():
    refusal = refused_by("辽po23i5")
    assert refusal.code == "core.plate_letters"
    assert "辽P02315" in str(refusal.remedy)
    assert suggest_plate("辽PO23I5") == "辽P02315"


def test_nothing_is_suggested_for_a_good_plate_or_a_hopeless_one():
    assert suggest_plate("辽P12345") == ""
    assert suggest_plate("辽I12345") == ""


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("2", PlateColour.YELLOW),
        ("黄", PlateColour.YELLOW),
        ("黄色", PlateColour.YELLOW),
        (" 黄牌 ", PlateColour.YELLOW),
        ("９４", PlateColour.GRADIENT_GREEN),
        ("渐变绿色", PlateColour.GRADIENT_GREEN),
        ("农绿", PlateColour.FARM_GREEN),
        (PlateColour.OTHER, PlateColour.OTHER),
    ],
)
def test_colour_by_code_and_by_word(text, colour):
    assert parse_colour(text) is colour


@pytest.mark.parametrize("colour", PlateColour)
def test_colour_by_its_label(colour):
    assert parse_colour(str(colour.label)) is colour


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "core.plate_colour_empty"),
        ("粉", "core.plate_colour"),
        ("7", "core.plate_colour"),
        ("黄" * 101, "core.plate_colour_length"),
    ],
)
def test_colour_must_be_known(text, code):
    assert refused_by("辽P12345", text).code == code
