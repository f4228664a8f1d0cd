"""Setting up a device with its token (设备登记)."""
