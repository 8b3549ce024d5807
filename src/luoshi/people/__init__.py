"""Units and their history, persons, posts, tenures, accounts, and who is asking."""
