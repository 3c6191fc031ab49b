"""Pages of a site: what each is made of, within the shell of all public pages."""
