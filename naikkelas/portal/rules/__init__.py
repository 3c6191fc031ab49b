"""Pure rules of the portal: which kampung stand out, how far away they are, what was asked."""
