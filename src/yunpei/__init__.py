"""Yunpei 云培: study that really happened, help that is really due, with proof for every second and every yuan."""

__version__ = "0.1.0"
