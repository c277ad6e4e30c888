class Refused(Exception):
    """A file that is not read, and why.

    ``code`` is one of the keys of the messages the user sees (they are worded and
    translated where the user is, not here); ``detail`` fills their placeholders.
    """

    def __init__(self, code, **detail):
        super().__init__(code, detail)
        self.code = code
        self.detail = detail
