"""Finds phrases in texts, however they are spelt: plain Python, without Odoo."""
