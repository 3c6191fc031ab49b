"""What needs no database: the themes as data, and how answers become a tally."""
