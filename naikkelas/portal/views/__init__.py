"""Pages of the portal: anonymous, read only, whole without JavaScript."""
