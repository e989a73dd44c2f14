"""The shell around the modules: base page, parts, home pages, error pages, the table of URLs."""
