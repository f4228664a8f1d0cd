"""Commands and nightly work (命令与定时任务)."""
