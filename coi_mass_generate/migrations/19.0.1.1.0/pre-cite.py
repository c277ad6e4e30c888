"""Endorsements are cited by default now, but not by agencies that never chose it."""


def migrate(cr, version):
    """Where nobody could choose yet, new columns would be filled with the default."""
    cr.execute(
        "ALTER TABLE res_company ADD COLUMN IF NOT EXISTS coi_cite_endorsements boolean"
    )
