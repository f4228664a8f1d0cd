"""The hall board and the window displays (显示屏)."""
