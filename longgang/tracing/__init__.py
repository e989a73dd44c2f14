"""Who met whom: cases, their contacts by circles, and what is decided about each.

Nouns: Case, Contact, Batch, TracingRule. The most sensitive pages of the house: nobody asks a
question without a case, and no question goes unrecorded. Must never name who is no contact, nor
count anybody twice who is under a measure already.
"""
