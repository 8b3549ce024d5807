"""A page that shows every component, for looking at and for the accessibility check; not part of the product."""
