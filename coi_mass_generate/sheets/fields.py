"""What a column of a list can mean, and the headers it is known by.

The headers are those of the founding system (NowCerts), Applied Epic, CSR24, AMS360,
EZLynx, Nexsure, of lists in plain English, and in Spanish. The first of a field's
headers are the surest: where two columns claim one place, the surer one gets it.
"""

from dataclasses import dataclass

HOLDER = "holder"
INTEREST = "interest"


@dataclass(frozen=True)
class Field:
    """part: whose data it is. several: more than one column may go there."""

    key: str
    part: str
    headers: tuple
    several: bool = False

    @property
    def most(self):
        """How many characters all its cells of one row may hold.

        Beyond, it is not what the field is for, and nobody wants it searched for
        names, addresses and numbers.
        """
        return _MOST.get(self.key, 300)


# A name's cell may hold a whole address, an e-mail's and a policy's many of them. A
# description is not looked into; a cell of a spreadsheet holds no more than that.
_MOST = {
    **{"name": 1000, "street": 1000, "email": 1000, "policy": 1000, "type": 1000},
    "description": 32_767,
}


def _field(key, part, headers, several=False):
    names = tuple(name.strip() for name in headers.split("|"))
    return Field(key, part, names, several)


_ALL = [
    _field(
        "name",
        HOLDER,
        "certificate holder name|cert holder name|holder name|certificate holder"
        "|cert holder|certholder|holder|additional interest name|interest name"
        "|additional insured name|name of certificate holder|name of holder"
        "|titular del certificado|nombre del titular|titular|holder company"
        "|company name|business name|organization name|organization|legal name"
        "|entity name|entity|razon social|nombre de la empresa|empresa|company"
        "|full name|name 1|name line 1|name1|nombre completo|nombre|name|vendor name"
        "|vendor|lender name|lender|mortgagee name|owner name|aoi name"
        "|certificate holders|holders|holders name|ai name|interested party name"
        "|loss payee name|lienholder name|name and address|name address"
        "|titular de certificado|tenedor del certificado|nombre y direccion",
    ),
    _field(
        "name2",
        HOLDER,
        "name 2|name line 2|name2|additional name|second name|holder name 2"
        "|holder name line 2|dba|doing business as|nombre 2",
    ),
    _field("first_name", HOLDER, "first name|firstname|given name"),
    _field("last_name", HOLDER, "last name|lastname|surname|apellido|apellidos"),
    _field(
        "attention",
        INTEREST,
        "attention|attn|attention to|attention line|attn to|contact name|contact"
        "|contact person|atencion|a la atencion de|contacto|persona de contacto",
    ),
    _field(
        "isaoa",
        INTEREST,
        "isaoa|isaoa atima|atima|isaoa flag|successors and or assigns",
    ),
    _field(
        "street",
        HOLDER,
        "address line 1|address 1|address1|addr 1|addr1|addr line 1|street address 1"
        "|street 1|street1|street address|address street|street|address line 2"
        "|address 2|address2|addr 2|addr2|addr line 2|street address 2|street 2|street2"
        "|address line 3|address 3|address3|addr 3|addr3|street 3|address line 4"
        "|address 4|address line 5|address 5|suite|suite unit|unit|apt|po box"
        "|street address line 1|street address line 2|address line one|address line two"
        "|mail address|unit suite|colonia"
        "|full address|complete address|address block|address|addr|street name"
        "|direccion 1|direccion linea 1|direccion 2|direccion linea 2|direccion"
        "|domicilio|calle|direccion completa|calle 2",
        several=True,
    ),
    _field(
        "city",
        HOLDER,
        "city|town|city town|town city|city name|ciudad|poblacion|municipio|localidad",
    ),
    _field(
        "place",
        HOLDER,
        "city state zip|city st zip|citystatezip|csz|city state zip code|city and state"
        "|city state|city st|city state postal code|address city state zip"
        "|ciudad estado cp|ciudad estado",
    ),
    _field(
        "state",
        HOLDER,
        "state|st|state province|province state|state code|state prov|st prov|prov"
        "|province|state abbreviation|state or province|state region|state id|region"
        "|estado|provincia|estado provincia|entidad federativa",
    ),
    _field(
        "zip",
        HOLDER,
        "zip|zip code|zipcode|postal code|zip postal|zip postal code|postal|postcode"
        "|post code|zip code postal code|postal zip|zip 5|zip5|postal zip code"
        "|zip code 4|codigo postal|cp|c p",
    ),
    _field("zip4", HOLDER, "zip 4|zip4|plus 4|plus4|zip ext|zip extension"),
    _field(
        "country",
        HOLDER,
        "country|country code|country name|country id|country region|nation|pais",
    ),
    _field(
        "email",
        HOLDER,
        "email|e mail|email address|e mail address|emails|e mails|email s|e mail s"
        "|email 1|email1|email 2|email2|email addresses|email to|primary email"
        "|e mail address es|email address es|contact email|holder email|delivery email"
        "|correo|correo electronico|correos",
        several=True,
    ),
    _field(
        "phone",
        HOLDER,
        "phone|phone number|primary phone|business phone|telephone|phone 1|phone no"
        "|tel|work phone|main phone|office phone|telephone number|contact phone"
        "|telefono|tel no|numero de telefono|phone1|residence phone|cell phone|cell"
        "|mobile|celular|movil",
    ),
    _field(
        "insured",
        INTEREST,
        "insured name|named insured|name insured|name of insured|insured|client name"
        "|client|customer name|customer|account name|account|insured company"
        "|first named insured|nombre del asegurado|asegurado|cliente"
        "|nombre del cliente",
    ),
    _field(
        "policy",
        INTEREST,
        "policy number|policy no|policy num|policy numbers|policy|policies|pol no"
        "|pol number|policy id|gl policy|gl policy number|auto policy"
        "|auto policy number|wc policy|wc policy number|umbrella policy"
        "|umbrella policy number|numero de poliza|num de poliza|no de poliza|no poliza"
        "|nro de poliza|nro poliza|n o de poliza|numero poliza|poliza|polizas",
        several=True,
    ),
    _field(
        "type",
        INTEREST,
        "additional insured type|interest type|additional interest type"
        "|type of interest|nature of interest|interest|interests|holder type"
        "|aoi type|ai type|type|interest code|relationship|relation to insured"
        "|tipo de interes|tipo de asegurado adicional|tipo|interes|relacion",
        several=True,
    ),
    _field(
        "flags",
        INTEREST,
        "ai wos pnc|ai wos|ai waiver|ai waiver pnc|ai and wos|endorsements"
        "|endorsements required|ai pnc wos|wos ai pnc|ai pnc|coverage requirements"
        "|requirements|special requirements|additional insured waiver of subrogation"
        "|required endorsements|requisitos",
    ),
    _field(
        "ai",
        INTEREST,
        "ai|additional insured|addl insd|addl insured|add l insured"
        "|additional insured y n|ai y n|ai flag|is additional insured"
        "|additional insured flag|addl ins"
        "|asegurado adicional|additional insureds",
    ),
    _field(
        "waiver",
        INTEREST,
        "wos|waiver of subrogation|waiver|subr wvd|subrogation waived|subrogation"
        "|waiver of subro|subrogation waiver|wos y n|waiver y n|waiver flag"
        "|waiver of subrogation y n|subro waived"
        "|renuncia de subrogacion|renuncia a la subrogacion|wvd",
    ),
    _field(
        "pnc",
        INTEREST,
        "pnc|p nc|primary non contributory|primary and non contributory"
        "|primary noncontributory|primary and noncontributory|primary"
        "|prim non contrib|primary non contrib|primary wording|pnc y n"
        "|primaria y no contributiva|primaria",
    ),
    _field(
        "project",
        INTEREST,
        "project|project name|project number|job|job name|job number|project no|job no"
        "|project description|project name number|project location|jobsite|job site"
        "|reference|contract|contract number|proyecto|obra|numero de proyecto",
    ),
    _field(
        "project_state",
        INTEREST,
        "project state|job state|state of project|work state|estado del proyecto"
        "|estado de la obra",
    ),
    _field(
        "description",
        INTEREST,
        "description of operations|description of operations locations vehicles"
        "|descriptions of operations|description of ops|desc of operations|desc of ops"
        "|doo|remarks|description|operations|cert remarks"
        "|certificate remarks|holder remarks|special wording|wording|doo text"
        "|additional remarks|special provisions|descripcion de operaciones"
        "|descripcion|observaciones",
        several=True,
    ),
    _field(
        "loan_number",
        INTEREST,
        "loan number|loan no|loan|loan num|loan account number|loan acct|loan id"
        "|lender loan number|lease number|loan lease number|loan lease"
        "|numero de prestamo"
        "|prestamo|no de prestamo|num de prestamo",
    ),
    _field(
        "valid_until",
        INTEREST,
        "valid until|valid through|valid to|expires|expires on|interest end date"
        "|end date|until|good through|project end date|termination date"
        "|valido hasta|fecha de fin|hasta",
    ),
]
FIELDS = {each.key: each for each in _ALL}
