"""Yichuang (一窗): a service hall run by its own regulations."""

__version__ = "0.1.0"
