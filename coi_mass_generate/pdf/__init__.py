"""How a page is made: plain Python, nothing of Odoo.

The way of a certificate through these modules:

``layout``   what a certificate says -> which coverage goes on which page
``master``   a rendered PDF with marker boxes -> pages and measured slots
``face``     a TrueType file -> metrics, missing characters, subsets
``build``    master + face -> ``head``: everything certificates share, stored for ever
``typeset``  texts -> lines that fit their slots, continuation pages
``stamp``    head + lines -> one file; ``merged``: many in one file

``writer`` gathers what callers need of the last ones. A form that somebody uploaded is
read and becomes a master in ``acroform``. Beneath them, ``content`` reads content
streams, ``objects`` writes PDF objects and ``drawing`` makes some, ``pen`` draws lines,
``lines`` breaks them and ``text`` cleans. Beside them, ``whole`` cuts up documents that
were drawn complete and lays texts over others, ``fonts`` knows what this machine can
draw, and ``programs`` runs what is not Python.

All lengths are PDF points (1/72 inch), the origin is the page's bottom left. Numbers of
sections are ISO 32000-1's.
"""
