"""How a page is made: plain Python, nothing of Odoo.

The way of a certificate through these modules:

``master``   a rendered PDF with marker boxes -> pages and measured slots
``face``     a TrueType file -> metrics, missing characters, subsets
``typeset``  texts -> lines that fit their slots, continuation pages
``writer``   head (everything certificates share), stamp (one file), merged file

All lengths are PDF points (1/72 inch), the origin is the page's bottom left.
"""
