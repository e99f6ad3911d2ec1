"""Who acts upon whom: coordination, shared roles, places that are struck, refusals; and what nobody did."""

import pytest


def dyads(record):
    """(type, actor codes, recipient codes) of a record's events."""
    code = {a.id: a.code or a.name for a in record.actors}
    return [(e.type, sorted(code[a] for a in e.actors), sorted(code[r] for r in e.recipients)) for e in record.events]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Kenya and Uganda welcomed the resumption of ties with Somalia.", ("SUPPORT", ["KEN", "UGA"], ["SOM"])),
        ("Norway said that Belarus must free the journalists.", ("REQUEST", ["NOR"], ["BLR"])),
        ("The rebels violated the truce with Sudan.", ("ASSAULT", ["REB"], ["SDN"])),
        ("Turkish airstrikes hit several sites in Syria.", ("ASSAULT", ["TUR"], ["SYR"])),
        ("The mediators announced a truce between Armenia and Azerbaijan.", ("CONCEDE", ["ARM", "AZE"], [])),
        ("Israel will not release the Palestinian prisoners.", ("REJECT", ["ISR"], ["PSE"])),
        ("Ghanaian peacekeepers arrived in Liberia on Monday.", ("AID", ["GHAMIL"], ["LBR"])),
    ],
)
def test_who_acts_upon_whom(coded, text, wanted):
    found = dyads(coded(text, "2025-05-07"))
    assert wanted in found, found


@pytest.mark.parametrize(
    "who", ["U.S. and Russian negotiators", "Russian and U.S. officials", "Russian and American envoys"]
)
def test_one_role_of_two_states(coded, who):
    record = coded(f"{who} met in Geneva on Monday.", "2025-05-07")
    assert {a.code for a in record.actors if a.sector == "GOV"} >= {"USAGOV", "RUSGOV"}


@pytest.mark.parametrize(
    "text",
    [
        "Twelve people were killed when a bus plunged into a gorge.",
        "An earthquake killed 1,600 people in Myanmar.",
        "Four workers were injured in a collapse at a mine in Peru.",
    ],
)
def test_accidents_are_no_acts(coded, text):
    assert not coded(text, "2025-05-07").events


def test_violence_beside_the_weather_is_an_act(coded):
    (event,) = coded("Militants killed 26 tourists amid heavy rain.", "2025-05-07").events
    assert event.type == "ASSAULT"
