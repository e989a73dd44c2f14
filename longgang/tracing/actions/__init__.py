"""What is written: cases, visits told in an interview, contacts, batches of decisions, rules."""
