"""Zones (线上培训专区): courses that are free for longer, for regions and groups that a circular names."""
