"""An Odoo to run: its source, its databases, its servers."""
