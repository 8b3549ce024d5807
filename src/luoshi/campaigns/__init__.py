"""Campaigns and their templates: data with versions."""
