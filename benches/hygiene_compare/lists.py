"""Hooks over files of lines."""

SECTIONS = []
