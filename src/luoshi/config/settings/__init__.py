"""One module a situation: `base` is shared, `run` serves, `test` tests."""
