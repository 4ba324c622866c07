"""One small whole file for each source, and the same file spoilt, for the tests of sources."""

import io
import json
import zipfile

from fingertips_files import fingertips_csv, row
from geo_files import geojson, square, workbook
from ods_files import local_health, ward_row

from jsna.disclosure.equity_returns import kept_audit, read_return
from jsna.settings.source import Disclosure
from jsna.sources.council.equity_audit_csv import audit_csv
from jsna.sources.council.local_csv import template

LSOA_HEADER = [
    "LSOA code (2021)", "LSOA name (2021)", "Local Authority District code (2024)",
    "Local Authority District name (2024)",
    "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)",
    "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)",
]  # fmt: skip
LSOAS = ["E01900001", "E01900002"]


def wide(*years: int) -> bytes:
    head = f"AREA_CODE,AREA_NAME,COMPONENT,SEX,AGE_GROUP,{','.join(map(str, years))}"
    numbers = ",".join("100" for _ in years)
    rows = [
        f"{code},{name},Population,{sex},{age},{numbers}"
        for code, name in (("E06900001", "A Place"), ("E92000001", "England"))
        for sex in ("males", "females")
        for age in ("0-4", "5 and over")
    ]
    return "\r\n".join([head, *rows, ""]).encode()


def census() -> bytes:
    head = "Lower layer Super Output Areas Code,Lower layer Super Output Areas,"
    head += "Age (6 categories) Code,Age (6 categories),Observation"
    rows = [
        f"{code},A Place 00{n}A,{a},{age},10"
        for n, code in enumerate(LSOAS)
        for a, age in enumerate(("Aged 15 years and under", "Aged 16 years and over"))
    ]
    return "\r\n".join([head, *rows, ""]).encode()


def deprivation() -> bytes:
    rows = [[code, "A Place 001A", "E06900001", "A Place", 1, 1] for code in LSOAS]
    return workbook({"Notes": [["Notes"]], "IMD25": [LSOA_HEADER, *rows]})


def lsoas() -> bytes:
    rows = [{"LSOA21CD": code, "LSOA21NM": f"A Place 00{n}A"} for n, code in enumerate(LSOAS)]
    return geojson(rows, [square(-1.0 + n / 100, 53.0) for n in range(len(rows))])


def lookup() -> bytes:
    head = "LSOA21CD,LSOA21NM,WD24CD,WD24NM,LAD24CD,LAD24NM"
    rows = [
        f"{code},A Place 00{n}A,E0590000{n},Ward {n},E06900001,A Place"
        for n, code in enumerate(LSOAS)
    ]
    return "\r\n".join([head, *rows, ""]).encode()


def postcode_directory() -> bytes:
    head = "pcd,pcd2,pcds,dointr,doterm,oslaua,osward,ctry,lsoa11,lsoa21"
    rows = [
        f"ZZ1 {n}AB,ZZ1  {n}AB,ZZ1 {n}AB,200001,,E06900001,E0590000{n},E92000001,{code},{code}"
        for n, code in enumerate(LSOAS)
    ]
    return "\r\n".join([head, *rows, ""]).encode()


def sector_lookup() -> bytes:
    rows = [f"ZZ1 {n},{code},1" for n, code in enumerate(LSOAS)]
    return "\r\n".join(["sector,lsoa_code,share", *rows, ""]).encode()


def board_crosswalk() -> bytes:
    head = "HWB Code,LA Name,CCG Code,CCG Name,% CCG in HWB,% HWB in CCG"
    rows = [f"E06900001,A Place,00{n},NHS Group {n} CCG,40.0%,50.0%" for n in range(2)]
    return "\r\n".join([head, *rows, ""]).encode()


LOCAL_STATISTICS = {
    "AREACD": "E06900001", "AREANM": "A Place", "Geography": "Local Authority District",
    "Variable Name": "A measure", "Indicator": "A measure", "Mission": "Mission 7",
    "Category": "Health", "Period": "2022", "Value": "12.9", "Measure": "Percentage", "Unit": "%",
    "Lower Confidence Interval (95%)": "12.6", "Upper Confidence Interval (95%)": "13.1",
    "Observation Status": "", "Polarity": "-1", "Notes": "",
}  # fmt: skip


def local_statistics(*rows: dict[str, str]) -> bytes:
    """A file of Explore Local Statistics: each row with what is not said as above."""
    full = [LOCAL_STATISTICS | row for row in rows or ({},)]
    lines = [LOCAL_STATISTICS.keys(), *(row.values() for row in full)]
    text = [",".join(f'"{cell}"' if "," in cell else cell for cell in line) for line in lines]
    return "\r\n".join([*text, ""]).encode()


def similar_areas() -> bytes:
    lists = {"global": ["E06900002"], "economic": ["E06900003"], "demographic": ["E07900001"]}
    return json.dumps({"E06900001": lists, "E06900002": {"global": ["E06900001"]}}).encode()


def nearest_neighbours() -> bytes:
    return "\r\n".join([*(",".join(row) for row in nearest_rows()), ""]).encode()


def nearest_rows() -> list[list[str]]:
    """Every one of 22 places with the others in order."""
    codes = [f"E069000{n:02d}" for n in range(1, 23)]
    head = ["Upper tier local authority code", "Upper tier local authority name"]
    rows = [[code, f"Place {n}", *codes[:n], *codes[n + 1 :]] for n, code in enumerate(codes)]
    return [[*head, *(f"Neighbour {n}" for n in range(1, 22))], *rows]


def similar_csv() -> bytes:
    """The same, as a CSV of Explore Local Statistics."""
    head = ["AREACD", *map(str, range(1, 21))]
    rows = [[row[0], *row[2:22]] for row in nearest_rows()[1:]]
    return "\r\n".join([",".join(row) for row in [head, *rows]] + [""]).encode()


def statistical_neighbours() -> bytes:
    places = [f"SN{n}" if even else "SNP" for n in range(1, 11) for even in (True, False)]
    header = ["LA num", "LA Name", "LA number", "GOInd", "GOReg", *places]
    names = ["A Place", *(f"Place {n}" for n in range(1, 12))]
    rows = [[900 + n, names[n], 900 + n, 1, "A Region", *_others(n)] for n in range(12)]
    return workbook({"LA SN Groups": [["A"], ["1"], header, *rows]})


def _others(n: int) -> list:
    return [cell for step in range(1, 11) for cell in (900 + (n + step) % 12, "Close")]


def equity_audit() -> bytes:
    text = (
        "service,dimension,group,users,population\nA,sex,Female,40,900\nA,sex,Male,60,950\nB,,,,\n"
    )
    kept = kept_audit([read_return(text.encode(), "a.csv")], "E06900001", "2024/25", Disclosure())
    return audit_csv(kept)


WARDS = {"Indicator ID": 1, "Time period": "2016 - 20"}

SAMPLES: dict[str, tuple[str, bytes]] = {
    "dfe-statistical-neighbours": ("neighbours.xlsx", statistical_neighbours()),
    "equity-audit": ("audit.csv", equity_audit()),
    "explore-local-statistics": ("measure.csv", local_statistics()),
    "fingertips": ("data.csv", fingertips_csv(row(), row(area_code="E92000001"))),
    "indices-of-deprivation": ("file.xlsx", deprivation()),
    "local-csv": ("ours.csv", template().encode()),
    "local-health-wards": ("wards.ods", local_health(ward_row(**WARDS))),
    "ons-boundaries": ("lsoa.geojson", lsoas()),
    "ons-census": ("census.csv", census()),
    "ons-lookups": ("lookup.csv", lookup()),
    "ons-nearest-neighbours": ("nearest.csv", nearest_neighbours()),
    "ons-population-estimates": ("estimates.csv", wide(2022, 2023)),
    "ons-postcode-directory": ("postcodes.csv", postcode_directory()),
    "ons-similar-areas": ("similar.json", similar_areas()),
    "ons-population-projections": ("projections.csv", wide(2018, 2043)),
    "board-crosswalk": ("groups.csv", board_crosswalk()),
    "sector-lookup": ("sectors.csv", sector_lookup()),
}
"""By source id: a name, which decides nothing, and the bytes."""


def nomis(year: str) -> bytes:
    """A table of Nomis: of estimates by `DATE_NAME`, of projections by `PROJECTED_YEAR_NAME`."""
    head = f"{year},GEOGRAPHY_NAME,GEOGRAPHY_CODE,GEOGRAPHY_TYPE,GENDER_NAME,C_AGE_NAME,OBS_VALUE"
    based = ",PROJECTION_BASE" if year.startswith("PROJECTED") else ""
    rows = [
        f"{when},A Place,E06900001,local authorities,{sex},{age},100{',2022' if based else ''}"
        for when in (2022, 2023)
        for sex in ("Male", "Female")
        for age in ("Age 0", "Age 1", "Aged 2 and over")
    ]
    return "\r\n".join([head + based, *rows, ""]).encode()


def nomis_website() -> bytes:
    """The CSV that Nomis's website writes."""
    return (
        b'"Population estimates - local authority based by single year of age"\r\n'
        b'"ONS Crown Copyright Reserved [from Nomis on 3 July 2024]"\r\n\r\n"date","2023"\r\n'
        b'"sex","Total"\r\n\r\n"Area","mnemonic","All Ages","Age 0","Aged 1 and over"\r\n'
        b'"A Place","E06900001",300,100,200\r\n"England","E92000001",900,400,500\r\n'
    )


def estimate_rows(sex: str) -> list[list]:
    """A sheet of ONS's workbook of estimates."""
    return [
        [f"MYE2 - {sex}: mid-2023"], [], ["Code", "Name", "Geography", "All ages", 0, 1, "90+"],
        ["E06900001", "A Place", "Unitary Authority", 300, 100, 100, 100],
        ["E92000001", "ENGLAND", "Country", 900, 300, 300, 300],
    ]  # fmt: skip


def estimate_workbook() -> bytes:
    return workbook({"Cover": [["x"]]} | {f"MYE2 - {s}": estimate_rows(s) for s in SEX_SHEETS})


def lookup_rows() -> list[list]:
    return [line.split(",") for line in lookup().decode().split("\r\n") if line]


def map_service() -> bytes:
    """Rows of a look-up as a map service answers a browser."""
    names, *rows = lookup_rows()
    features = [{"attributes": dict(zip(names, row, strict=True))} for row in rows]
    return json.dumps({"features": features}).encode()


def population_zip() -> bytes:
    """ONS's zip: a file for each sex."""
    held = io.BytesIO()
    text = wide(2018, 2043).decode()
    with zipfile.ZipFile(held, "w") as archive:
        for sex in ("males", "females"):
            own = [line for line in text.split("\r\n") if f",{sex}," in line]
            archive.writestr(f"{sex}.csv", "\r\n".join([text.split("\r\n")[0], *own, ""]))
    return held.getvalue()


def definitions() -> bytes:
    """What Fingertips says of its indicators."""
    head = "Indicator ID,Indicator,Definition,Unit,Value type,Year type,Polarity,Caveats"
    rows = ['1,A measure,"What it is, in words",%,Proportion,Calendar,RAG - Low is good,None.']
    return "\r\n".join([head, *rows, ""]).encode()


def last_uploads() -> bytes:
    told = {"1": [{"LastUploadedAt": "2025-05-06T10:00:00"}], "2": []}
    return b'{"data_changes": ' + json.dumps(told).encode() + b"}"


def file_7() -> bytes:
    """The Indices' file of every measure, of two LSOAs."""
    measures = [
        "Index of Multiple Deprivation (IMD)", "Income", "Employment",
        "Education, Skills and Training", "Health Deprivation and Disability", "Crime",
        "Barriers to Housing and Services", "Living Environment",
        "Income Deprivation Affecting Children Index (IDACI)",
        "Income Deprivation Affecting Older People (IDAOPI)",
        "Children and Young People Sub-domain", "Adult Skills Sub-domain",
        "Geographical Barriers Sub-domain", "Wider Barriers Sub-domain", "Indoors Sub-domain",
        "Outdoors Sub-domain",
    ]  # fmt: skip
    names = [*LSOA_HEADER[:4]]
    for measure in measures:
        names += [f"{measure} Score", f"{measure} Rank", f"{measure} Decile"]
    names += ["Total population: mid 2022"]
    rows = [
        [code, "A Place 001A", "E06900001", "A Place", *["0.5", str(n), "1"] * len(measures), "900"]
        for n, code in enumerate(LSOAS, 1)
    ]
    quoted = ",".join(f'"{name}"' for name in names)
    return "\r\n".join([quoted, *(",".join(row) for row in rows), ""]).encode()


SEX_SHEETS = ("Males", "Females")
LAYOUTS: dict[str, tuple[str, bytes]] = {
    "estimates of Nomis": ("nomis.csv", nomis("DATE_NAME")),
    "projections of Nomis": ("nomis.csv", nomis("PROJECTED_YEAR_NAME")),
    "estimates of Nomis's website": ("nomis.csv", nomis_website()),
    "estimates in a workbook": ("mye2.xlsx", estimate_workbook()),
    "projections in a zip": ("snpp.zip", population_zip()),
    "look-up in a workbook": ("lookup.xlsx", workbook({"Sheet1": [["A"], *lookup_rows()]})),
    "look-up of a map service": ("lookup.json", map_service()),
    "neighbours in a workbook": ("nearest.xlsx", workbook({"T": [["A"], *nearest_rows()]})),
    "similar areas in a CSV": ("global.csv", similar_csv()),
    "definitions": ("definitions.csv", definitions()),
    "last uploads": ("changes.json", last_uploads()),
    "File 7 of the Indices": ("file_7.csv", file_7()),
}
"""The other layouts of these sources: a name, and the bytes."""
READER_OF = {
    "estimates of Nomis": "ons-population-estimates",
    "projections of Nomis": "ons-population-projections",
    "estimates of Nomis's website": "ons-population-estimates",
    "estimates in a workbook": "ons-population-estimates",
    "projections in a zip": "ons-population-projections",
    "look-up in a workbook": "ons-lookups",
    "look-up of a map service": "ons-lookups",
    "neighbours in a workbook": "ons-nearest-neighbours",
    "similar areas in a CSV": "ons-similar-areas",
    "definitions": "fingertips",
    "last uploads": "fingertips",
    "File 7 of the Indices": "indices-of-deprivation",
}
"""Which source reads each of them."""


def truncated(content: bytes) -> bytes:
    """The same file as a broken download leaves it: without the end of its last row."""
    return content[:-300] if content.startswith(b"PK") else content[: content.rindex(b",")]
