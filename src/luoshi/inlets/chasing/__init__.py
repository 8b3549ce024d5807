"""Chasing: what is due is known, and whoever it concerns is turned to, rung by rung, by the clock."""
