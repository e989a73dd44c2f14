"""Starts and stops the product on one machine: embedded database, web server, worker."""
