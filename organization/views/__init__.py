"""Pages for administrators, and to read for those who plan, watch or manage."""
