"""Layers that are hidden as a file opens: our files have none, so they would show."""

from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject

from .. import content
from .values import get, get_array, get_dictionary

_DEPTH = 8  # of drawings in drawings


class Layers:
    """What optional content (8.11) of a file is hidden.

    :param root: its catalog

    ``are_dropped``: whether anything was taken out.
    """

    def __init__(self, root):
        properties = get_dictionary(root, "/OCProperties")
        config = get_dictionary(properties, "/D")
        self._off = _get_numbers(get_array(config, "/OFF"))
        if get(config, "/BaseState") == "/OFF":
            on = _get_numbers(get_array(config, "/ON"))
            self._off |= _get_numbers(get_array(properties, "/OCGs")) - on
        self.are_dropped = False

    def hide(self, thing, key):
        """Whether what stands under ``key`` is a hidden layer."""
        if not self._off or get(thing, key) is None:
            return False
        if _get_numbers([thing.raw_get(key)]) & self._off:
            return True
        return self._hide_members(get_dictionary(thing, key))

    def _hide_members(self, membership):
        """As its policy says: usually one of its layers that is shown is enough."""
        if get(membership, "/Type") != "/OCMD" or "/OCGs" not in membership:
            return False
        layers = get(membership, "/OCGs")
        if not isinstance(layers, ArrayObject):
            layers = [membership.raw_get("/OCGs")]
        states = [number not in self._off for number in _get_numbers(layers)]
        policy = str(get(membership, "/P"))
        shown = {
            "/AllOn": all(states),
            "/AnyOff": not all(states),
            "/AllOff": not any(states),
        }
        return bool(states) and not shown.get(policy, any(states))

    def clear_resources(self, resources, depth=_DEPTH):
        """Resources whose drawings are without what is hidden."""
        drawings = get_dictionary(resources, "/XObject")
        if not self._off or not drawings or not depth:
            return resources
        cleared = {
            name: self._clear_drawing(drawings, name, depth) for name in drawings
        }
        if all(new is None for new in cleared.values()):
            return resources
        changed = DictionaryObject(drawings)
        changed.update({NameObject(key): new for key, new in cleared.items() if new})
        resources = DictionaryObject(resources)
        resources[NameObject("/XObject")] = changed
        return resources

    def _clear_drawing(self, drawings, name, depth):
        """A drawing without what is hidden; None if nothing is."""
        old = drawings[name]
        if not isinstance(old, StreamObject) or get(old, "/Subtype") != "/Form":
            return None
        own = get_dictionary(old, "/Resources")
        resources, data = self.clear_resources(own, depth - 1), old.get_data()
        cleared = self.clear(data, resources)
        if cleared == data and resources is own:
            return None
        new = StreamObject()
        new.update({key: old.raw_get(key) for key in old if key not in _PACKED})
        new[NameObject("/Resources")] = resources
        new.set_data(cleared)
        return new

    def clear(self, data, resources):
        """Content without what stands in hidden layers."""
        if not self._off:
            return data
        properties = get_dictionary(resources, "/Properties")
        drawings = get_dictionary(resources, "/XObject")
        groups = {key.encode() for key in properties if self.hide(properties, key)}
        shown = {key.encode() for key in drawings if self.hide(drawings[key], "/OC")}
        edits = list(_find(data, groups, shown))
        self.are_dropped |= bool(edits)
        return content.replaced(data, edits)


_PACKED = {"/Length", "/Filter", "/DecodeParms"}


def _get_numbers(references):
    return {each.idnum for each in references if hasattr(each, "idnum")}


def _find(data, groups, drawings):
    """Yield ``(start, end, b"")`` of each hidden part.

    :param groups: names of marked content that is hidden
    :param drawings: names of hidden drawings
    """
    open_groups, hidden_from, end = [], None, 0
    for operator, operands, _start, following in content.operators(data):
        before, end = end, following
        if operator in (b"BDC", b"BMC"):
            hides = operator == b"BDC" and operands[:1] == [b"/OC"]
            hides = hides and bool(groups.intersection(operands[1:]))
            if hides and True not in open_groups:
                hidden_from = before
            open_groups.append(hides)
        elif operator == b"EMC" and open_groups:
            if open_groups.pop() and True not in open_groups:
                yield hidden_from, end, b""
        elif operator == b"Do" and True not in open_groups:
            if drawings.intersection(operands):
                yield before, end, b""
    if True in open_groups:
        yield hidden_from, len(data), b""
