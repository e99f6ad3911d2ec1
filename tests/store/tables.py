"""Rows of our own in the layouts of the field's data sets."""

from detente.store.importing.acled import COLUMNS as ACLED
from detente.store.importing.gdelt import GDELT, GDELT1
from detente.store.importing.icews import COLUMNS as ICEWS
from detente.store.importing.mentions import COLUMNS as MENTIONS
from detente.store.importing.polecat import COLUMNS as POLECAT
from detente.store.importing.ucdp import COLUMNS as UCDP


def gdelt_row(ident, *, layout=GDELT, **more):
    """Indian police arrest Pakistani students in Delhi."""
    cells = {
        "globaleventid": ident, "sqldate": "20240105", "monthyear": "202401", "year": "2024", "fractiondate": "2024.01",
        "actor1code": "INDCOP", "actor1name": "POLICE", "actor1countrycode": "IND", "actor1type1code": "COP",
        "actor2code": "PAK", "actor2name": "PAKISTANI", "actor2countrycode": "PAK", "isrootevent": "1",
        "eventcode": "173", "eventbasecode": "173", "eventrootcode": "17", "quadclass": "4", "goldsteinscale": "-5.0",
        "nummentions": "4", "numsources": "2", "numarticles": "4", "avgtone": "-3.1", "actiongeo_type": "4",
        "actiongeo_fullname": "Delhi, Delhi, India", "actiongeo_countrycode": "IN", "actiongeo_lat": "28.67",
        "actiongeo_long": "77.22", "actiongeo_featureid": "-1", "dateadded": "20240105001500",
        "sourceurl": "https://www.example.org/news/1",
    }  # fmt: skip
    cells |= {key: str(value) for key, value in more.items()}
    return "\t".join(str(cells.get(name, "")) for name in layout.columns)


def gdelt1_row(ident, **more):
    return gdelt_row(ident, layout=GDELT1, dateadded="20240105", **more)


def mention_row(ident, **more):
    cells = {
        "globaleventid": ident, "eventtimedate": "20240105001500", "mentiontimedate": "20240106120000",
        "mentiontype": "1", "mentionsourcename": "example.org", "mentionidentifier": "https://example.org/2",
        "sentenceid": "3", "confidence": "80", "mentiondoctone": "-2.5",
    } | more  # fmt: skip
    return "\t".join(str(cells.get(name, "")) for name in MENTIONS)


def icews_row(ident, **more):
    cells = {
        "event_id": ident, "event_date": "2018-06-03", "source_name": "Police (Kenya)",
        "source_sectors": "Government,Police", "source_country": "Kenya", "event_text": "Arrest", "cameo_code": "173",
        "intensity": "-5", "target_name": "Protester (Kenya)",
        "target_sectors": "Protestors / Popular Opposition / Mobs,Dissident", "target_country": "Kenya",
        "story_id": "1", "sentence_number": "2", "publisher": "Our Own Wire", "city": "Nairobi", "district": "NA",
        "province": "Nairobi Area", "country": "Kenya", "latitude": "-1.28", "longitude": "36.82",
    } | more  # fmt: skip
    return "\t".join(cells[name] for name in ICEWS)


ICEWS_HEADER = (
    "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\t"
    "Target Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\t"
    "Longitude"
)


def polecat_row(ident, names, **more):
    cells = {
        "event_id": ident, "event_date": "2023-02-01", "event_type": "ASSAULT", "event_mode": "assassinate",
        "intensity": "-9.5", "quad_code": "MATERIAL CONFLICT", "contexts": "military; terrorism",
        "actor_name": "gunmen", "actor_country": "SOM", "actor_cow": "520", "primary_actor_sector": "REB",
        "recipient_name": "Somalia", "recipient_country": "SOM", "primary_recipient_sector": "GOV",
        "placename": "Mogadishu", "city": "Mogadishu", "country": "SOM", "latitude": "2.04", "longitude": "45.34",
        "source": "Our Own Wire", "publication_date": "2023-02-02", "language": "English", "version": "X",
    } | more  # fmt: skip
    return "\t".join(cells.get(name, "None") for name in names)


POLECAT_COLUMNS = POLECAT[:40]


def polecat_header(names):
    return "\t".join(name.replace("_", " ").title().replace(" Id", " ID").replace("Cow", "COW") for name in names)


def csv_line(cells):
    return ",".join('"' + str(c).replace('"', '""') + '"' if set(str(c)) & set(',"\n') else str(c) for c in cells)


def ucdp_row(ident, **more):
    cells = {
        "id": ident, "relid": "MLI-1", "year": "2022", "type_of_violence": "1", "conflict_name": "Mali: Government",
        "dyad_name": "Government of Mali - X", "side_a_new_id": "72", "side_a": "Government of Mali",
        "side_b_new_id": "9001", "side_b": "X, the front", "number_of_sources": "2", "source_office": "Our Own Wire",
        "source_headline": "Clash\nin the north", "where_prec": "2", "where_coordinates": "Gao town", "adm_1": "Gao",
        "latitude": "16.27", "longitude": "-0.04", "country": "Mali", "country_id": "432", "date_prec": "2",
        "date_start": "2022-03-01 00:00:00.000", "date_end": "2022-03-04 00:00:00.000", "deaths_a": "2",
        "deaths_b": "5", "deaths_civilians": "0", "deaths_unknown": "0", "best": "7", "high": "12", "low": "6",
        "gwnoa": "432",
    } | more  # fmt: skip
    return csv_line([cells.get(name, "") for name in UCDP])


UCDP_HEADER = ",".join(UCDP)


def acled_row(ident, **more):
    cells = {
        "event_id_cnty": ident, "event_date": "2024-02-03", "year": "2024", "time_precision": "1",
        "disorder_type": "Political violence", "event_type": "Violence against civilians", "sub_event_type": "Attack",
        "actor1": "Military Forces of Myanmar (2021-)", "inter1": "State forces".title(), "actor2": "Civilians (Myanmar)",
        "inter2": "Civilians", "iso": "104", "country": "Myanmar", "admin1": "Sagaing", "location": "Our Village",
        "latitude": "22.1", "longitude": "95.1", "geo_precision": "2", "source": "Our Own Wire",
        "notes": 'Soldiers fired, "without warning", on a market.', "fatalities": "3", "timestamp": "1700000000",
    } | more  # fmt: skip
    return csv_line([cells.get(name, "") for name in ACLED])


ACLED_HEADER = ",".join(ACLED)
