"""What one cell or row of a stranger's list says: names, addresses, answers."""
