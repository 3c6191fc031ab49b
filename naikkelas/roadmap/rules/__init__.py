"""The way up of one kampung and of a kabupaten: gaps, steps, targets. Pure: no Django, no clock."""
