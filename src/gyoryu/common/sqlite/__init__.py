"""Django's SQLite backend, made durable and fair: ``ENGINE = "gyoryu.common.sqlite"``.

See docs/decisions/0003-sqlite.md for why.
"""
