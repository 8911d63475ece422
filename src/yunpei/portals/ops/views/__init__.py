"""Views of this portal, one file per subject."""
