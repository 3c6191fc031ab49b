"""Our forms in the words of other people's apps, and what those send. Pure: no Django, no clock."""
