from dataclasses import dataclass

from odoo import api, models

from ...sheets.clean.answers import policy_key
from ...sheets.match import find_closest
from .coi_import_known_policies import loose_key, naic_key, party_key
from .coi_import_piece import Piece

# What may be answered with "create it" and, where a contact is named, "it is that one".
CREATABLE = {
    *("insured_new", "insured_seems", "insured_contact", "insured_elsewhere"),
    *("insurer_new", "insurer_seems", "insurer_contact", "party_alike"),
    "renewal_new",
}
# Of these nobody is there who could be meant: all of them can be created at once.
UNKNOWN = {"insured_new", "insurer_new"}
# Of more new names, typing errors are not looked for: it takes the square of them.
COMPARED = 200
ROLES = {"insured": "coi_is_insured", "insurer": "coi_is_insurer"}
ADDRESS = ("street", "street2", "city", "state", "zip", "country")


@dataclass
class PartyPiece(Piece):
    """An insured or an insurer.

    :param leader: the row that creates or changes it
    """

    role: str = ""
    leader: object = None


class CoiImportPlanInsured(models.AbstractModel):
    """Who the insured and the insurer of a policy are; the unknown are asked."""

    _name = "coi.import.plan.insured"
    _description = "Plan of an Import: Insureds and Insurers"

    @api.model
    def _find_parties(self, run, plan, known):
        """{(line, role): PartyPiece} of every row whose parties are certain."""
        finder = Finder(known, run.party_answers or {})
        for entry in plan.entries:
            if not entry.skip:
                entry.insured = finder.find_insured(entry)
                entry.insurer = finder.find_insurer(entry)
        plan.parties = list(finder.pieces.values())
        geo = self.env["coi.import.plan.party"]._read_geography()
        for piece in plan.parties:
            if piece.doing == "create":
                self._complete(piece, geo)

    @api.model
    def _complete(self, piece, geo):
        """The address of a new insured, as the first row that has one says it."""
        values = piece.vals.pop("_address", {})
        prepare = self.env["coi.import.plan.holder"]._prepare_holder_vals
        if values:
            piece.vals.update(prepare(values, geo, []))


class Finder:
    """Finds the parties of rows one after the other; new ones are made once.

    :param answers: ``{key of an unknown party: contact's id, key of another party of
        the list, or 0 to create it}``, as the user decided
    """

    def __init__(self, known, answers):
        self.known, self.answers = known, answers
        self.pieces, self._new = {}, {"insured": {}, "insurer": {}}

    # ------------------------------------------------------------------ insureds

    def find_insured(self, entry):
        text = entry.values.get("insured", "")
        if not text:
            owner = self.known.get_owner(entry.values.get("policy", ""))
            if not owner:
                entry.ask("insured", "insured_missing")
            elif self._ask_archived(entry, "insured", owner):
                return None
            return self._use("insured", owner, entry)
        state = _get_state(entry.values)
        key = "|".join(("insured", party_key(text), *state))
        answered = self._get_answered("insured", key, text, entry)
        if answered:
            return answered
        found = self._match_insured(entry, text, state)
        if len(found) == 1:
            return self._use("insured", found[0], entry)
        if found:
            entry.ask("insured", "insured_twins", value=text)
            return None
        return self._ask_insured(entry, text, key)

    def _match_insured(self, entry, text, state):
        """Ids of those of this name, elsewhere than in another state."""
        parties = self.known.insured
        found = parties.by_key.get(party_key(text), ())
        found = [each for each in found if _agrees(parties.states.get(each), state)]
        if len(found) > 1:
            number = policy_key(entry.values.get("policy", ""))
            owners = self.known.owners.get(number, ())
            by_policy = [each for each in found if each in owners]
            by_state = [each for each in found if parties.states.get(each) == state]
            found = by_policy or (state and by_state) or found
        return found

    def _ask_archived(self, entry, role, *keys):
        """Ask where one of the keys is of somebody who is in the archive."""
        archived = getattr(self.known, role).archived
        found = next((archived[key] for key in keys if key in archived), None)
        if found:
            entry.ask(role, f"{role}_archived", other=found)
        return bool(found)

    def _ask_insured(self, entry, text, key):
        parties = self.known.insured
        if self._ask_archived(entry, "insured", party_key(text)):
            return
        elsewhere = parties.by_key.get(party_key(text), ())
        if elsewhere:
            other = elsewhere[0]
            self._ask(entry, "insured", "insured_elsewhere", key, text, other)
        else:
            self._ask_unknown(entry, "insured", key, text)

    # ------------------------------------------------------------------ insurers

    def find_insurer(self, entry):
        name, naic = entry.values.get("insurer", ""), entry.values.get("naic", "")
        if not (name or naic):
            return None
        number = naic_key(naic)
        key = "|".join(("insurer", party_key(name), number))
        answered = self._get_answered("insurer", key, name, entry)
        if answered:
            return answered
        parties = self.known.insurer
        by_naic = parties.by_naic.get(number, ()) if number else ()
        by_name = parties.by_key.get(party_key(name), ()) if name else ()
        both = [each for each in by_naic if each in by_name]
        if both:
            return self._use("insurer", both[0], entry)
        if by_naic:
            return self._find_by_naic(entry, name, naic, by_naic, by_name)
        if by_name:
            return self._find_by_name(entry, name, naic, by_name)
        keys = [("naic", number)] if number else []
        if self._ask_archived(entry, "insurer", *keys, party_key(name)):
            return None
        if not name:
            entry.ask("naic", "naic_unknown", value=naic)
            return None
        return self._ask_unknown(entry, "insurer", key, name)

    def _find_by_naic(self, entry, name, naic, by_naic, by_name):
        """The number is somebody's: the name must be able to mean the same one."""
        parties = self.known.insurer
        likely = [each for each in by_naic if _is_alike(name, parties.names[each])]
        if name and (by_name or not likely):
            self._contradict(entry, name, naic, by_naic[0])
            return None
        if len(likely or by_naic) > 1:
            entry.ask("insurer", "naic_twins", value=naic)
            return None
        [found] = likely or by_naic
        if name:
            other = parties.names[found]
            entry.say("insurer", "insurer_by_naic", other=other, contacts=[found])
        return self._use("insurer", found, entry)

    def _find_by_name(self, entry, name, naic, by_name):
        """Somebody of that name, unless that one has another number."""
        parties = self.known.insurer
        free = [each for each in by_name if not (naic and parties.naics.get(each))]
        if not free:
            self._contradict(entry, name, naic, by_name[0])
            return None
        if len(free) > 1:
            entry.ask("insurer", "insurer_twins", value=name)
            return None
        piece = self._use("insurer", free[0], entry)
        if naic and piece.doing == "unchanged":
            self._fill_naic(piece, entry, naic)
        return piece

    def _fill_naic(self, piece, entry, naic):
        piece.take({"coi_naic": naic}, {"coi_naic": False})
        piece.leader = entry
        self.known.insurer.naics[piece.id] = naic_key(naic)
        self.known.insurer.by_naic.setdefault(naic_key(naic), []).append(piece.id)

    def _contradict(self, entry, name, naic, other):
        parties = self.known.insurer
        entry.ask(
            "naic",
            "insurer_contradiction",
            value=name,
            naic=naic,
            other=parties.names[other],
            others=parties.naics.get(other, ""),
            contacts=[other],
        )

    # -------------------------------------------------------------------- common

    def _use(self, role, number, entry):
        """The piece of a contact that is there; it gets the role if it has not."""
        if not number:
            return None
        piece = self.pieces.get((role, number))
        if not piece:
            piece = self.pieces[role, number] = PartyPiece(number, role=role)
            parties = getattr(self.known, role)
            if number not in parties.roles:
                piece.take({ROLES[role]: True}, {ROLES[role]: False})
                piece.leader = entry
        return piece

    def _get_answered(self, role, key, text, entry):
        """The party the user said it is; None where nothing holds (any more)."""
        answer = self.answers.get(key)
        if isinstance(answer, str):
            key, answer = answer, self.answers.get(answer)
        if isinstance(answer, int) and answer:
            is_there = answer in getattr(self.known, role).names
            return self._use(role, answer, entry) if is_there else None
        return self._create(role, key, text, entry) if answer == 0 else None

    def _create(self, role, key, text, entry):
        piece = self.pieces.get((role, key))
        if not piece:
            vals = {"name": text, "is_company": True, ROLES[role]: True}
            piece = PartyPiece(0, vals, doing="create", role=role, leader=entry)
            self.pieces[role, key] = piece
            # Another spelling of it further down is still to be asked about.
            seen = (key, text, entry.number)
            self._new[role].setdefault(loose_key(text), seen)
        get = entry.values.get
        if role == "insurer" and get("naic"):
            piece.vals["coi_naic"] = get("naic")
        if role == "insured" and not piece.vals.get("_address"):
            piece.vals["_address"] = {key: get(key) for key in ADDRESS if get(key)}
        return piece

    def _ask_unknown(self, entry, role, key, text):
        """Nobody there has this name: a plain contact, one much alike, or nobody."""
        parties = getattr(self.known, role)
        others = parties.others.get(party_key(text), ())
        suggested = 0 if others else parties.suggest(text)
        if others:
            self._ask(entry, role, f"{role}_contact", key, text, others[0])
        elif suggested:
            self._ask(entry, role, f"{role}_seems", key, text, suggested)
        else:
            self._ask_new(entry, role, key, text)

    def _ask_new(self, entry, role, key, text):
        """Written in two ways in one list, it would be created twice."""
        same = self.answers.get(key)
        if isinstance(same, str):
            entry.ask(role, f"{role}_new", value=text, party=same)
            return
        seen = self._new[role]
        loose = loose_key(text)
        other = seen.get(loose)
        if not other and len(seen) < COMPARED:
            other = seen.get(find_closest(loose, seen, 0.9))
        if other and other[0] != key:
            entry.ask(
                role,
                "party_alike",
                value=text,
                party=key,
                other=other[1],
                line=other[2],
                answer=other[0],
            )
            return
        seen.setdefault(loose, (key, text, entry.number))
        entry.ask(role, f"{role}_new", value=text, party=key)

    def _ask(self, entry, role, code, key, text, other):
        name = getattr(self.known, role).names[other]
        contacts = {"other": name, "contacts": [other]}
        entry.ask(role, code, value=text, party=key, answer=other, **contacts)


def _get_state(values):
    """(country code, state code) of a row's address, or ()."""
    return (values.get("country") or "US", values["state"]) if "state" in values else ()


def _agrees(one, two):
    """Whether two states can be the same: one that is not said can be any."""
    return not (one and two) or tuple(one) == tuple(two)


def _is_alike(one, two):
    """Whether a name in a list can mean the insurer of its NAIC number."""
    one, two = loose_key(one), loose_key(two)
    words, others = set(one.split()), set(two.split())
    return words <= others or others <= words or bool(find_closest(one, [two]))
