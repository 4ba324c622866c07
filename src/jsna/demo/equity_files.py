"""The equity audit of the invented country: what partners returned, and what is kept of it."""

from typing import Final

from jsna.disclosure.equity_returns import kept_audit, read_return
from jsna.settings.source import Disclosure
from jsna.sources.council.equity_audit_csv import audit_csv

COUNCILS: Final = ("exampleshire",)
PERIOD: Final = "2024/25 (SYNTHETIC)"
BY_PLACE: Final = """\
partner,service,users_from_target,users,target_population,population,denominator,age,sex,\
population_age,population_sex,catchment,need_ratio,note
Public health,Stop smoking: four-week quitters,212,1384,42300,201500,"residents aged 18+, \
invented census",18+,Persons,18+,Persons,full postcodes,1.8,
Public health,Adult drug treatment,431,902,42300,201500,"residents aged 18+, invented census",18+,\
Persons,18+,Persons,full postcodes,2.1,
Public health,Adult weight management,138,967,42300,201500,"residents aged 18+, invented census",\
18+,Persons,18+,Persons,full postcodes,1.3,
Public health,Health trainers,229,1061,42300,201500,"residents aged 18+, invented census",18+,\
Persons,18+,Persons,full postcodes,,
Public health,Young people's alcohol service,4,19,5100,23600,"residents aged 11-17, invented \
census",11-17,Persons,10-17,Persons,full postcodes,,
Public health,School nursing,,,,,,,,,,,,being tendered
"""
BY_GROUP: Final = """\
partner,service,dimension,group,users,population,need_ratio,denominator,note
Example Hospitals,Pulmonary rehabilitation,sex,Female,214,108300,,"residents aged 18+, invented \
census",
Example Hospitals,Pulmonary rehabilitation,sex,Male,331,93200,,"residents aged 18+, invented \
census",
Example Hospitals,Pulmonary rehabilitation,ethnicity,White,482,179200,,"residents aged 18+, \
invented census",
Example Hospitals,Pulmonary rehabilitation,ethnicity,Asian,29,15100,,"residents aged 18+, invented \
census",
Example Hospitals,Pulmonary rehabilitation,ethnicity,Black,5,4100,,"residents aged 18+, invented \
census",
Example Hospitals,Pulmonary rehabilitation,ethnicity,Mixed or other,9,3100,,"residents aged 18+, \
invented census",
Example Hospitals,Pulmonary rehabilitation,ethnicity,not known,20,,,,
Example Hospitals,Pulmonary rehabilitation,disability,Disabled,242,38900,2.6,"residents aged 18+, \
invented census",
Example Hospitals,Pulmonary rehabilitation,disability,Not disabled,303,162600,,"residents aged \
18+, invented census",
"""
NO_RETURN: Final = """\
partner,service,dimension,group,users,population,note
Example Advice Consortium,Debt advice,,,,,no postcodes are recorded
Example Advice Consortium,Welfare rights,,,,,no answer
"""
RETURNS: Final = {"by-place.csv": BY_PLACE, "by-group.csv": BY_GROUP, "no-return.csv": NO_RETURN}
"""File of a partner -> what it holds."""


def audit_file(area_code: str) -> bytes:
    """Return the audit of the invented returns, as `jsna equity --keep` writes it."""
    returns = [read_return(text.encode(), name) for name, text in RETURNS.items()]
    return audit_csv(kept_audit(returns, area_code, PERIOD, Disclosure()))
