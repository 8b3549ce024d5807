"""An office's own ledger (台账) as it has kept it so far: its columns are recognised, its open rows become matters."""
