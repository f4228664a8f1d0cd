"""Joint handling (联合办理): one case, an opinion of every department that takes part (R20)."""
