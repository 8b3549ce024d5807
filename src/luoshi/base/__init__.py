"""Clock, identifiers, working days, digests, jobs, Chinese text tools: no domain word."""
