"""All tags and filters of the portal under one name: `{% load qa %}` (loaded by itself in every template).

docs/components.md shows each in use. The ones that stand in every row of a list (pill, deadline, icon, figure) are plain Python:
a template of their own would cost a list of 50 rows more than its query.
"""

from django import template

from foundation.common.templatetags import dates, figures, marks, numbers, parts, plots

register = template.Library()
for part in (numbers, dates, marks, figures, parts, plots):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)
