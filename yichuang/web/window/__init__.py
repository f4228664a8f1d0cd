"""The window workstation (窗口工作台)."""
