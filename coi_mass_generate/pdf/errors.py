"""What the page engine refuses, each with the facts a message needs."""


class PdfError(Exception):
    """Base of everything raised on purpose by the page engine."""


class MasterError(PdfError):
    """The master cannot be used: its markers or its pages are not as agreed."""


class FormError(PdfError):
    """A file cannot be taken as a form to fill.

    ``code``: why, one of ``acroform.REFUSALS``; ``detail``: dict of facts.
    """

    def __init__(self, code, **detail):
        self.code, self.detail = code, detail
        super().__init__(f"{code} {detail or ''}".strip())


class ProgramError(PdfError):
    """A program outside of Python did not do its work; the text is what it said."""


class HeadError(PdfError):
    """Stored head bytes are not readable by this version of the writer."""


class UnknownSlotError(PdfError):
    """A value was given for a slot the master does not have.

    ``names``: sorted list of slot names.
    """

    def __init__(self, names):
        self.names = sorted(names)
        super().__init__(f"The master has no slot {', '.join(self.names)}")


class MissingCharactersError(PdfError):
    """The face or the head's subset cannot draw some characters.

    ``characters``: sorted list of single characters.
    """

    def __init__(self, characters):
        self.characters = sorted(characters)
        codes = ", ".join(f"U+{ord(char):04X}" for char in self.characters)
        super().__init__(f"No glyph for {codes}")


class DoesNotFitError(PdfError):
    """A text fits neither its slot nor a continuation page.

    ``name``: the slot's name.
    """

    def __init__(self, name):
        self.name = name
        super().__init__(f"The text of slot {name} does not fit on any page")
