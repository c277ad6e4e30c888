"""The demo: a fictitious agency, a holder list, and the whole walk over both."""
