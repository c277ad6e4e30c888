"""Whom an agency tells what became of a policy: its own choice, once for all."""

PRACTICES = [
    ("none", "Nobody"),
    ("owed", "Those to whom notice is owed"),
    ("all", "All holders: owed, and as a courtesy"),
]
MANAGER = "coi_mass_generate.group_manager"
