"""What every address of the site gives to everyone: one table a portal, read by `test_urls.py`.

Each row: name → (path, status of each of `ROLES`, method).
"""
