"""PostgreSQL as Django knows it, with a check of its connections that costs nearly nothing."""
