from dataclasses import asdict, dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What a file may ask of us. Megabytes are of 1,048,576 bytes.

    ``seconds`` is processor time, so that a busy server refuses no honest file;
    ``memory`` is what the child process may allocate, interpreter included.
    """

    megabytes: int = 25
    rows: int = 20_000
    columns: int = 256
    cell: int = 32_767
    unpacked: int = 120
    seconds: int = 4
    memory: int = 180

    @property
    def lines(self):
        """How many lines a sheet may have, empty ones included: as many as in Excel."""
        return 1_048_576

    @property
    def tags(self):
        """How many tags an XML part may have: a cell takes four, or six."""
        return self.cells * 3

    @property
    def others(self):
        """How many elements that mean nothing here; looks have many of them."""
        return self.rows * 25 + 100_000

    @property
    def attributes(self):
        """How many attributes: a cell takes three."""
        return self.cells * 3

    @property
    def strings(self):
        """How many different texts a workbook may have."""
        return self.cells // 4

    @property
    def cells(self):
        """How many cells a sheet may have, formatted empty ones included."""
        return self.rows * 100 + 100_000

    @property
    def taken(self):
        """How many cells a list may have, each row up to the last that is filled."""
        return max(self.rows * 50, 10_000)

    @property
    def characters(self):
        """How much text a whole sheet may hold."""
        return self.unpacked * MEGABYTE // 4

    def as_dict(self):
        return asdict(self)
