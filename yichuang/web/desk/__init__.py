"""The department's desk and the issuing of results (审批工作台、出证送达)."""
