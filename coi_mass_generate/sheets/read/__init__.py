"""Any spreadsheet file as rows of text: its kind by its content, one reader a kind."""
