"""Lists on paper and as spreadsheets."""
