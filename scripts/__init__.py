"""Tools of the repository: nothing here is part of the product or of its wheel."""
