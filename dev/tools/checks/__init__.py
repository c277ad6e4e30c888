"""What must hold before anything lands: lint and tests."""
