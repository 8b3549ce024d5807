"""The shell: base template, components, registry, error pages, middleware."""
