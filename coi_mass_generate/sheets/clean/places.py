"""States, provinces, territories and countries as people write them."""

import re

from ..text import fold

_COUNTRY_BEHIND = re.compile(r" ?\([A-Z]{2}\)$")

# code: (name, other spellings, first three digits of its ZIP codes)
_US = """
AL|Alabama|ala|350-369
AK|Alaska||995-999
AZ|Arizona|ariz|850-865
AR|Arkansas|ark|716-729 755
CA|California|calif,cal|900-961
CO|Colorado|colo|800-816
CT|Connecticut|conn|060-069
DE|Delaware|del|197-199
DC|District of Columbia|d c,washington dc,washington d c|200 202-205 569
FL|Florida|fla,flor|320-339 341-349
GA|Georgia||300-319 398-399
HI|Hawaii||967-968
ID|Idaho||832-838
IL|Illinois|ill,ills|600-629
IN|Indiana|ind|460-479
IA|Iowa||500-528
KS|Kansas|kan,kans|660-679
KY|Kentucky|ken,kent|400-427
LA|Louisiana||700-714
ME|Maine||039-049
MD|Maryland||206-219
MA|Massachusetts|mass|010-027 055
MI|Michigan|mich|480-499
MN|Minnesota|minn|550-567
MS|Mississippi|miss|386-397
MO|Missouri||630-658
MT|Montana|mont|590-599
NE|Nebraska|neb,nebr|680-693
NV|Nevada|nev|889-898
NH|New Hampshire|n h|030-038
NJ|New Jersey|n j|070-089
NM|New Mexico|n m,n mex,nuevo mexico|870-884
NY|New York|n y,nueva york|005 063 100-149
NC|North Carolina|n c,n car,carolina del norte|270-289
ND|North Dakota|n d,n dak,dakota del norte|580-588
OH|Ohio||430-459
OK|Oklahoma|okla|730-732 734-749
OR|Oregon|ore,oreg|970-979
PA|Pennsylvania|penn,penna,pensilvania|150-196
RI|Rhode Island|r i|028-029
SC|South Carolina|s c,s car,carolina del sur|290-299
SD|South Dakota|s d,s dak,dakota del sur|570-577
TN|Tennessee|tenn|370-385
TX|Texas|tex,tejas|733 750-799 885
UT|Utah||840-847
VT|Vermont||050-054 056-059
VA|Virginia|virg|201 220-246
WA|Washington|wash,washington state|980-994
WV|West Virginia|w va,w v|247-268
WI|Wisconsin|wis,wisc|530-549
WY|Wyoming|wyo|820-831 834
AS|American Samoa||967
GU|Guam||969
MP|Northern Mariana Islands|northern marianas|969
PR|Puerto Rico|p r|006-007 009
VI|Virgin Islands|us virgin islands,u s virgin islands,usvi|008
FM|Federated States of Micronesia||969
MH|Marshall Islands||969
PW|Palau||969
AA|Armed Forces Americas||340
AE|Armed Forces Europe||090-098
AP|Armed Forces Pacific||962-966
"""
_CA = """
AB|Alberta|alta
BC|British Columbia|b c
MB|Manitoba|man
NB|New Brunswick|n b
NL|Newfoundland and Labrador|newfoundland,labrador,nfld
NT|Northwest Territories|nwt
NS|Nova Scotia|n s
NU|Nunavut|
ON|Ontario|ont
PE|Prince Edward Island|pei,p e i
QC|Quebec|que,pq,p q
SK|Saskatchewan|sask
YT|Yukon|yukon territory
"""
# Spellings and three-letter codes of countries, besides name and two-letter code.
_COUNTRIES = """
US|usa|united states|united states of america|u s|u s a|america|estados unidos|eeuu
CA|can|canada
MX|mex|mexico|mejico
GB|gbr|uk|u k|united kingdom|great britain|england|scotland|wales|reino unido
DE|deu|germany|alemania
FR|fra|france|francia
ES|esp|spain|espana
IT|ita|italy|italia
IE|irl|ireland|irlanda
NL|nld|netherlands|the netherlands|holland|paises bajos
BE|bel|belgium
CH|che|switzerland
AT|aut|austria
PT|prt|portugal
SE|swe|sweden
NO|nor|norway
DK|dnk|denmark
FI|fin|finland
PL|pol|poland
JP|jpn|japan
CN|chn|china|p r china|prc
IN|ind|india
KR|kor|south korea|korea
AU|aus|australia
NZ|nzl|new zealand
BR|bra|brazil|brasil
AR|arg|argentina
CL|chl|chile
CO|col|colombia
PE|per|peru
BM|bmu|bermuda
BS|bhs|bahamas|the bahamas
JM|jam|jamaica
DO|dom|dominican republic|republica dominicana
IL|isr|israel
AE|are|united arab emirates|uae
SG|sgp|singapore
HK|hkg|hong kong
TW|twn|taiwan
"""


def _ranges(text):
    prefixes = set()
    for part in text.split():
        first, _dash, last = part.partition("-")
        prefixes.update(range(int(first), int(last or first) + 1))
    return frozenset(prefixes)


def _lines(text):
    return [line.split("|") for line in text.strip().splitlines()]


US_ZIPS = {line[0]: _ranges(line[3]) for line in _lines(_US)}
# Countries of their own in most lists of countries, with the ZIP codes of the US.
TERRITORIES = {"AS", "GU", "MP", "PR", "VI"}


class Places:
    """Looks up states and countries; built once an import, from all there are.

    countries: iterable of (code, names)
    states: iterable of (country code, state code, names)
    """

    def __init__(self, countries=(), states=(), home="US"):
        self.home = home
        self._countries, self._states = {}, {}
        for code, *names in _lines(_COUNTRIES):
            self._add_country(code, names)
        for country, lines in (("US", _lines(_US)), ("CA", _lines(_CA))):
            for code, name, others, *_zips in lines:
                self._add_state(country, code, [name, *others.split(",")])
        for code, names in countries:
            self._add_country(code, names)
        for country, code, names in states:
            self._add_state(country, code, names)

    def _add_country(self, code, names):
        for name in (code, *names):
            self._countries.setdefault(fold(name), code)

    def _add_state(self, country, code, names):
        for name in (code, *names):
            if name:
                self._states.setdefault((country, fold(name)), code)

    def find_country(self, text):
        return self._countries.get(fold(text))

    def find_state(self, text, country=None):
        """(country code, state code), or None when unknown.

        Without a country: the home country first, then the United States and Canada;
        nothing else, for two letters mean something else everywhere.
        """
        # Odoo itself exports "Massachusetts (US)".
        folded = fold(_COUNTRY_BEHIND.sub("", text))
        tries = [country] if country else dict.fromkeys([self.home, "US", "CA"])
        for code in tries:
            state = self._states.get((code, folded))
            if state:
                return code, state
        return None


def zip_fits(code, state):
    """Whether a five-digit ZIP code can be in a state; True for states without data."""
    prefixes = US_ZIPS.get(state)
    return not prefixes or int(code[:3]) in prefixes
