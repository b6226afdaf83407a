"""The scoring form, for whoever has somebody score by a standard: here, and in the rooms above.

`reading` takes what a page sends, `rows` and `drawing` make the form, `page` brings them together, `answering` saves and seals,
`record_panel` is what stands beside it.
"""
