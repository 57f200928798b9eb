"""Reads and writes quantities, dates and references in text, by language.

Depends only on `digitrend.model`. Import from the modules, so that Babel is imported only where it is used:

    lexicon.known_units()                              units without a declaration; `.with_units(declared)` adds more
    quantities.read_printed(text, language, units)     "nearly 49.9 trillion yuan" → Quantity or None
    quantities.find_quantities(text, language, units)  all of a text, with places, for the audit and for drafts
    wording.format_quantity(quantity, language, units, form)   Quantity → text; `format_unit` for a unit's name
    dates.find_dates, read_period, format_period       "2Q20" → Period; Period → "January to September 2020"
    references.untraceable(text, language, units, names)    quantities that no figure stands for
    claims.words_beside, unknown_hedge                 what the words around a figure say of it

`language` is a tag (en, zh, zh-Hans); one without data raises `lexicon.LanguageError`.
"""
