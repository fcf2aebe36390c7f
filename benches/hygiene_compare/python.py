"""Hooks over Python."""

SECTIONS = []
