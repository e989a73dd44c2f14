"""The rules of isolation and monitoring with their dates, and what each person is under now.

Nouns: MeasureRule, Measure, Term, Absence, Visit, Moving. Must never let a person have two running
measures, shift a day at midnight, or change what a measure runs by without keeping the old end.
"""
