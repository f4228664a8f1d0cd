"""The guide desk: today's numbers, and what a guide does for visitors."""
