"""How a certificate reaches its holder."""

CHANNELS = [
    ("mail", "E-mail"),
    ("print", "Post"),
    ("portal", "Portal only"),
    ("insured", "The insured only"),
    ("none", "Nobody"),
]
# Of those nobody chose anything for.
USUAL = "mail"
