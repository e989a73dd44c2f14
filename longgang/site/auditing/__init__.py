"""The auditor's pages. The books lie on a low floor that knows no posts: readers enter here."""
