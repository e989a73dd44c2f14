"""What was observed of a person: test results, temperatures, symptoms, codes of other authorities.

Nouns: LabTest, Temperature, SymptomReport, SeenCode. Must never change what was observed, only
follow it by a correction; and never compute a code.
"""
